import { OUTPUT_FORMATS } from '../../report/render.ts';
import type { OptionSpecs } from './option-spec.ts';

/** The form of a printed result. */
export const FORMAT = {
  format: {
    flags: '--format <format>',
    description: 'output',
    choices: OUTPUT_FORMATS,
    default: 'table',
  },
} as const satisfies OptionSpecs;

/** An HTML page besides the printed result. */
export const REPORT = {
  report: {
    flags: '--report <file>',
    description: 'also write figures and tables as one HTML file',
  },
} as const satisfies OptionSpecs;

/** A plot under the printed table. */
export const PLOT = {
  plot: {
    flags: '--plot',
    description: 'also draw score against truth as text',
  },
} as const satisfies OptionSpecs;
