import { formatBytes } from '../format-bytes.ts';

/** Bytes of the process without any network: Node, the runtime, candidates. */
export const PROCESS_BYTES = 150e6;

/** Bytes of a thread besides those of its graph: its heap, the weights that it keeps. */
const THREAD_BYTES = 100e6;

/** The overhead of fragmentation and of copies that operators make. */
const WASTE = 1.15;

/**
 * The bytes that a thread takes to run a network.
 *
 * @param graph bytes of its graph: see `estimateMemory`
 */
export function threadNeed(graph: number): number {
  return WASTE * graph + THREAD_BYTES;
}

/**
 * Why a network does not fit into a memory limit; null if it does.
 *
 * @param graph bytes of its graph: see `estimateMemory`
 * @param isLeast whether it takes more than that
 */
export function findMemoryProblem(
  graph: number,
  memoryLimit: number,
  isLeast = false,
): string | null {
  const need = PROCESS_BYTES + threadNeed(graph);
  if (need <= memoryLimit) return null;
  return `to run it takes ${isLeast ? 'more than' : 'about'} ${formatBytes(need)}, and the memory limit is ${formatBytes(memoryLimit)}: raise --memory-limit, or take fewer proxies, a smaller --batch or --sequence-length`;
}
