/**
 * Longest line of NDJSON in bytes: of a file of lines, only lines are held in memory. The longest
 * valid one, 4096 layers written with spaces, has less than a tenth.
 */
export const MAX_LINE_BYTES = 2 ** 24;

/**
 * Largest input file in bytes, except for NDJSON, which is read line by line: it is read whole, and
 * no JavaScript string is longer than 2^29.
 */
export const MAX_FILE_BYTES = 2 ** 28;
