import { z } from 'zod';
import { COMBINATIONS } from '../../evaluation/combine-scores.ts';
import {
  bootstrap,
  correlation,
  count,
  direction,
  heading,
  interval,
  networkSettings,
  orReason,
  scoreSettings,
  truthFields,
  type DocumentOf,
} from './fields.ts';

const matchedPairs = orReason({ value: z.number(), pairs: count });

const atTop = z.object({ value: z.number(), k: count });

const ceilingEstimate = z.object({ value: z.number(), ci95: interval });

const leaderboardEntry = z.object({
  proxy: z.string(),
  n: count.describe('Candidates with a score and a truth'),
  kendallTauB: correlation,
  kendallTauA: correlation,
  spearman: correlation,
  tiedScores: count.describe('Candidates that share their score with another'),
  sizeMatched: orReason({ value: z.number(), pairs: count }).describe(
    'Tau over the untied pairs whose numbers of weight entries differ by less than 10 %',
  ),
  partial: orReason({ value: z.number(), ci95: interval, p: z.number().nullable() }).describe(
    "Kendall's partial tau with the number of parameters held fixed",
  ),
  matched: z
    .record(z.string(), matchedPairs)
    .optional()
    .describe('The same by parameters in all (total), and by weights of the blocks (nonEmbedding)'),
  within: orReason({
    value: z.number(),
    groups: count.optional().describe('Absent where a value that is about equal was asked for'),
    pairs: count,
  })
    .optional()
    .describe('Tau inside the groups of the field or column that was asked for'),
  precisionAt: z
    .record(z.string(), atTop)
    .describe('Share of the best by score that are among the best by truth'),
  ndcgAt: z
    .record(z.string(), atTop)
    .describe('Normalized discounted cumulative gain of the best by score'),
  regret: z
    .array(
      z.union([
        z.object({
          budget: z.number().nullable(),
          items: count,
          bestPick: z.number(),
          bestOf: z.object({ k: count, regret: z.number() }),
        }),
        z.object({ budget: z.number().nullable(), items: count, reason: z.string() }),
      ]),
    )
    .describe('What is lost by choosing by score, in units of the truth, under each budget'),
  versusBaseline: orReason({
    n: count,
    difference: z.number(),
    ci95: z.tuple([z.number(), z.number()]),
    verdict: z.enum(['better', 'worse', 'not shown']),
  })
    .nullable()
    .describe('Difference in tau-b, by a paired bootstrap; null for the baseline itself'),
  milliseconds: z
    .number()
    .describe(
      'Spent on the scores, of proxies that are run together the part of each; the one number that no seed repeats',
    ),
});

/** The same fields, of which the type of a document has none. */
const undeclared = (fields: Readonly<Record<string, z.ZodType>>): object => fields;

/**
 * The schema of the JSON of `zerolm evaluate`.
 *
 * @param proxySettings the fields of the settings that proxies declare; the type leaves them out
 */
export const evaluateDocumentOf = (proxySettings: Readonly<Record<string, z.ZodType>>) =>
  z.object({
    ...heading,
    settings: z.object({
      ...scoreSettings,
      sequenceLength: z.int().min(1),
      ...undeclared(proxySettings),
      truth: z.object({ ...truthFields }).optional(),
      bootstrap: bootstrap.optional(),
      within: z
        .string()
        .optional()
        .describe('A field or a column; with how near two values have to be, as tokens:5%'),
      tops: z
        .array(z.string())
        .optional()
        .describe(
          'Of precision and nDCG, where there is a truth: numbers of candidates, or percent',
        ),
      budgets: z.array(z.number()).describe('In parameters'),
      bestOf: z.int().min(1),
      network: networkSettings.optional(),
      combine: z
        .object({ how: z.enum(COMBINATIONS), proxies: z.array(z.string()) })
        .optional()
        .describe('How the ranks of several proxies are combined, which is one more row'),
    }),
    n: count.describe('Candidates with a truth'),
    direction: direction.optional().describe('Of the truth, where there is one'),
    baseline: z.string(),
    missingTruth: z.array(z.string()).describe('Candidates without a truth'),
    noiseCeiling: z
      .object({
        kendallTauB: ceilingEstimate,
        spearman: ceilingEstimate,
        betweenRuns: z.object({ kendallTauB: z.number(), spearman: z.number() }),
        repeatedItems: count,
        runsBehindTruth: z.number(),
      })
      .optional()
      .describe('What a proxy would reach that knew the true quality, from repeated measurements'),
    noNoiseCeiling: z
      .string()
      .optional()
      .describe('Why there is none, where some candidates were measured more than once'),
    proxies: z.array(
      z.union([
        leaderboardEntry,
        z.object({ proxy: z.string(), n: count, reason: z.string(), milliseconds: z.number() }),
      ]),
    ),
    scores: z
      .array(z.object({ id: z.string(), scores: z.record(z.string(), z.number().nullable()) }))
      .optional()
      .describe('Where there is no truth: the scores of each candidate, by proxy'),
  });

/** The document of `evaluate`. */
export type EvaluateDocument = DocumentOf<ReturnType<typeof evaluateDocumentOf>>;
