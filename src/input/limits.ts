/** Largest file of a kind, and what to do about a larger one. */
export interface FileLimit {
  readonly bytes: number;
  readonly remedy: string;
}

/** The limits of the files that are read whole, by what they hold. */
export const FILE_LIMITS = {
  /** No JavaScript string is longer than 2^29. NDJSON is read line by line, and has no limit. */
  candidates: {
    bytes: 2 ** 28,
    remedy: 'split it into several files, or write one value a line (NDJSON)',
  },
  /** Two million rows of 64 characters; the largest published truths have some 100,000. */
  truth: { bytes: 2 ** 27, remedy: 'leave out ids and columns that are not needed' },
  /** Two million ids of 64 characters. */
  ids: { bytes: 2 ** 27, remedy: 'leave out ids that are not needed' },
  /** Ten million ids of six characters; the largest batch that runs in 16 GB has a tenth of them. */
  tokens: { bytes: 2 ** 26, remedy: 'leave out sequences that the batch does not need' },
  /** It names the input files that a balance was chosen by: a command line is not longer than 2 MB. */
  settings: { bytes: 2 ** 22, remedy: 'write the file anew with zerolm tune --out' },
  /** 4096 parts of 400 bytes each take less than half. */
  latencyTable: { bytes: 2 ** 22, remedy: 'measure into several files' },
  /** Lists of 4096 values for each field of 40 take a quarter. */
  space: { bytes: 2 ** 22, remedy: 'leave out values' },
  /** As that of a space. */
  choices: { bytes: 2 ** 22, remedy: 'leave out values' },
} as const satisfies Record<string, FileLimit>;

/** Longest line of NDJSON in bytes. The longest valid one, 4096 layers written with spaces, has half. */
export const MAX_LINE_BYTES = 2 ** 22;

/**
 * Most values (numbers, strings, lists, objects) in a file of JSON: each takes up to 70 bytes of
 * memory. A million rows of a truth have three million.
 */
export const MAX_JSON_VALUES = 2 ** 23;

/**
 * Most values in one record, or in one file that is no list of records: a schema holds a problem of
 * some 500 bytes for each wrong one, and passes them on as the arguments of one call, which may have
 * 125,000. The largest valid record, 4096 layers with stacks of 16 widths, has 86,000.
 */
export const MAX_RECORD_VALUES = 100_000;

/** Most characters of YAML: the parser keeps some hundred bytes for each. A summary of 200 models has 2^16. */
export const MAX_YAML_LENGTH = 2 ** 22;

/** Most tokens of YAML, of which each takes up to a kilobyte: a row of a truth has seven. */
export const MAX_YAML_TOKENS = 2 ** 20;

/** Most aliases in YAML: each is looked up among all. PyYAML writes one for a list that occurs twice. */
export const MAX_YAML_ALIASES = 10_000;

/** Most cells of a CSV file, of which each takes some 40 bytes of memory: four million rows of two. */
export const MAX_CSV_CELLS = 2 ** 23;

/** Most lines of NDJSON that is read whole, as a ground truth is. */
export const MAX_LINES = 2 ** 22;
