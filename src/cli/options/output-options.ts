import { MAX_SEED } from '../../initialization/weight-stream.ts';
import { OUTPUT_FORMATS } from '../../report/render.ts';
import { SORT_KEYS } from '../../workflows/list-ranking.ts';
import { EMITTED } from '../../workflows/selection.ts';
import { option } from './option-spec.ts';
import { wholeNumber } from './parse-values.ts';

/** The form of a printed result. */
export const FORMAT = {
  format: option('--format <format>', 'output', { choices: OUTPUT_FORMATS, default: 'table' }),
};

/** Candidates in place of the result. */
export const EMIT = {
  emit: option('--emit <what>', 'print candidates for the next command (NDJSON)', {
    choices: EMITTED,
    conflicts: ['format', 'plot'],
  }),
};

/** Figures besides the printed result: with tables in an HTML page, and alone. */
export const REPORT = {
  report: option('--report <file>', 'also write figures and tables as one HTML file'),
  figures: option('--figures <folder>', 'also write each figure as an SVG file here'),
};

/** A plot under the printed table. */
export const PLOT = { plot: option('--plot', 'also draw score against truth as text') };

/** Which candidates a ranking lists, and in which order. */
export const RANKING = {
  top: option('--top <n>', 'list the first n only', { parse: wholeNumber(1, MAX_SEED) }),
  sort: option('--sort <key>', 'order of the list', { choices: SORT_KEYS, default: 'score' }),
};
