/** Bytes of the process without any network: Node, the runtime, candidates. */
export const PROCESS_BYTES = 200e6;

/** Bytes of a thread besides those of its graph: its heap, the weights that it keeps. */
export const THREAD_BYTES = 100e6;

/**
 * Why a network does not fit into a memory limit; null if it does.
 *
 * @param bytes of its graph: see `estimateMemory`
 */
export function findMemoryProblem(bytes: number, memoryLimit: number): string | null {
  const need = bytes + PROCESS_BYTES + THREAD_BYTES;
  if (need <= memoryLimit) return null;
  return `it takes about ${inWords(need)} to run, more than the memory limit of ${inWords(memoryLimit)}: raise --memory-limit, or take a smaller --batch or --sequence-length`;
}

/** Bytes as people say them: 512 MB, 2 GB. */
export function inWords(bytes: number): string {
  return bytes < 1e9
    ? `${Math.ceil(bytes / 1e6)} MB`
    : `${Number((bytes / 1e9).toPrecision(3))} GB`;
}
