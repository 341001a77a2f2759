/**
 * Longest header of a safetensors file, and longest index of its shards, in bytes: that of the reference
 * reader. A long one may hold pictures and licences among its metadata; tensors are limited by values.
 */
export const MAX_HEADER_BYTES = 100_000_000;

/**
 * Most JSON values in it, eight to a tensor, so some 130,000 tensors, where the largest published models
 * have 100,000 in all of their shards: each value may take up to 80 bytes of memory.
 */
export const MAX_HEADER_VALUES = 2 ** 20;

/** Deepest nesting in it: a header has three levels. */
export const MAX_HEADER_DEPTH = 8;

/** Most dimensions of a tensor: PyTorch allows 64. */
export const MAX_DIMENSIONS = 64;

/** Longest name of a tensor: it is printed in tables and messages. */
export const MAX_NAME_LENGTH = 500;

/** Most shards: the largest published models have fewer than 200. */
export const MAX_SHARDS = 4096;

/** Problems of one file that are told; the rest are counted. */
export const MAX_PROBLEMS = 20;
