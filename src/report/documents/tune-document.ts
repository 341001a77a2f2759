import { z } from 'zod';
import {
  TUNING_CORRELATIONS,
  TUNING_DRAWS,
  TUNING_STRATEGIES,
} from '../../tuning/tuning-options.ts';
import {
  capacity,
  count,
  direction,
  heading,
  scoreSettings,
  truthFields,
  type DocumentOf,
} from './fields.ts';

const agreement = z.object({
  n: count.describe('Candidates that the correlations rest on'),
  kendallTauB: z.number().min(-1).max(1),
  spearman: z.number().min(-1).max(1),
});

/** The JSON of `zerolm tune`. */
export const tuneDocument = z.object({
  ...heading,
  settings: z.object({
    ...scoreSettings,
    truth: z
      .object({
        ...truthFields,
        direction,
      })
      .optional(),
    strategy: z.enum(TUNING_STRATEGIES),
    correlation: z.enum(TUNING_CORRELATIONS).describe('What was made as large as possible'),
    tuningSeed: count.describe('Seed of the sample and of the folds'),
    samples: z.int().min(1).optional(),
    draw: z.enum(TUNING_DRAWS).optional(),
  }),
  balance: capacity.describe('The chosen coefficient of each sub-module'),
  alpha: z.number().nullable().describe('Null where three coefficients were chosen'),
  candidates: count,
  labelled: count.describe('Candidates with a measured quality'),
  sample: z.array(z.string()).describe('Those by which alpha was chosen, where they were drawn'),
  agreements: z
    .array(
      z.object({
        balance: z.enum(['chosen', 'default']),
        on: z
          .enum(['seen', 'held-out', 'folds', 'all'])
          .describe(
            'Labels by which the balance was chosen; the others; each fold by the others; all, where none was looked at',
          ),
        ...agreement.shape,
        standardDeviation: z
          .object({ kendallTauB: z.number(), spearman: z.number() })
          .optional()
          .describe('Over all folds'),
      }),
    )
    .describe('Of scores and measured qualities'),
  folds: z.object({ folds: count, repeats: count }).optional(),
  sensitivity: z
    .array(
      z.object({
        alpha: z.number(),
        kendallTauB: z.number().min(-1).max(1).nullable(),
        spearman: z.number().min(-1).max(1).nullable(),
      }),
    )
    .describe('On all labels; null where an alpha ranks nothing'),
  warnings: z.array(z.string()),
});

/** The document of `tune`. */
export type TuneDocument = DocumentOf<typeof tuneDocument>;
