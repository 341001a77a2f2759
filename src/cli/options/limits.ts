/** Most seeds, passes and resamples: a larger number is a mistake. */
export const MAX_REPEATS = 1_000_000;

/** Longest sequence: contexts of ten million tokens have been announced. */
export const MAX_SEQUENCE_LENGTH = 2 ** 24;

/** Largest batch: the real limit is its memory, which is estimated. */
export const MAX_BATCH = 2 ** 16;

/** Most threads: more than any machine has cores. */
export const MAX_THREADS = 1024;
