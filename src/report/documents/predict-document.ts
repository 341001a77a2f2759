import { z } from 'zod';
import {
  count,
  direction,
  heading,
  scoreSettings,
  truthFields,
  type DocumentOf,
} from './fields.ts';

const tau = z.number().min(-1).max(1).nullable();

const predicted = {
  id: z.string(),
  prior: z.number().nullable().describe('Standardized prior score; null without a prior'),
  mean: z
    .number()
    .describe(
      'Predicted quality as a normal score: 0 is the middle of the labels, higher is better',
    ),
  standardDeviation: z.number().min(0),
};

/** The JSON of `zerolm predict`. */
export const predictDocument = z.object({
  ...heading,
  settings: z.object({
    ...scoreSettings,
    prior: z.string().describe('Name of the proxy that predicts without labels, or none'),
    truth: z.object({ ...truthFields, direction }).optional(),
    model: z.string().optional().describe('The kept model that was applied'),
    best: count.describe('The k of the probability of being among the best k'),
    against: z.string().optional(),
    top: z.int().min(1).optional(),
  }),
  candidates: count,
  labelled: count.describe('Candidates with a label'),
  used: count.describe('Labels that the prediction rests on'),
  features: z
    .array(z.object({ name: z.string(), varies: z.boolean() }))
    .describe('Those that do not vary are left out'),
  heldOut: z
    .object({
      n: count,
      predicted: tau.describe('Each label predicted from all others'),
      prior: tau,
      tunedAlpha: tau.describe('ZeroLM with alpha chosen by the labels of other folds'),
    })
    .optional()
    .describe("Kendall's tau-b with labels that had no part in the prediction"),
  advice: z.array(z.string()).describe('What is to be known before the prediction is believed'),
  ranking: z.array(
    z.object({
      rank: z.int().min(1),
      ...predicted,
      probabilityBest: z.number().min(0).max(1).describe('Of being among the best k'),
      probabilityAgainst: z.number().min(0).max(1).optional(),
      label: z.number().optional().describe('Measured quality, where it is known'),
    }),
  ),
  suggestions: z
    .array(
      z.object({
        place: z.int().min(1),
        id: z.string(),
        prior: z.number().nullable(),
        expectedImprovement: z
          .number()
          .optional()
          .describe('Over the best label, as a normal score; absent without labels'),
      }),
    )
    .optional()
    .describe('Which candidates to label next'),
});

/** The document of `predict`. */
export type PredictDocument = DocumentOf<typeof predictDocument>;
