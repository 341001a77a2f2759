import { KERNEL_ENTRIES, type Draw, type Kernel } from '../kernel/kernel.ts';
import { blockHigh, firstGroup, GROUP_SIZE } from './random-words.ts';
import type { WeightStream } from './weight-stream.ts';

/**
 * Fills `out` with numbers of a stream by the kernel, a kernel's memory at a time. Where `out` is
 * that memory, as whoever measures the numbers and drops them has it, nothing is copied.
 */
export function fillByKernel(
  kernel: Kernel,
  draw: Draw,
  stream: WeightStream,
  start: number,
  out: Float32Array,
  scale: number,
  attempt: number,
): void {
  const first = firstGroup(start, out.length);
  for (let at = 0; at < out.length; at += KERNEL_ENTRIES) {
    const length = Math.min(KERNEL_ENTRIES, out.length - at);
    const block = 4 * (first + at / GROUP_SIZE);
    draw(length, scale, stream, block | 0, blockHigh(block, attempt));
    if (out.buffer !== kernel.entries.buffer) out.set(kernel.entries.subarray(0, length), at);
  }
}
