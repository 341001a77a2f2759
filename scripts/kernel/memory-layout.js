/** Layout of the memory, in bytes; `kernel.ts` reads it at the same places. */
export const KEYS = 512;
export const ENTRIES = 1024;
export const SLICE = 4096;
export const CHUNK = 4 * 4096;
export const CHUNK_SUMS = ENTRIES + CHUNK + 1024;
/** Chunks whose sums the memory holds at a time. */
export const MOST_CHUNKS = 1024;
export const PAGE = 2 ** 16;
