import { z } from 'zod';
import { costSettings, entryCost } from './cost-fields.ts';
import {
  bootstrap,
  correlation,
  count,
  direction,
  heading,
  scoreSettings,
  scored,
  truthFields,
  type DocumentOf,
} from './fields.ts';

const rankEntry = z.object({
  rank: z.int().min(1),
  ...scored,
  byProxy: z
    .record(z.string(), z.object({ score: z.number(), rank: z.number().min(1) }))
    .optional()
    .describe('Where ranks are combined: score and mid-rank by each proxy, the best being 1'),
  truth: z.number().optional().describe('Measured quality, where it is known'),
  cost: entryCost.optional(),
  front: z
    .boolean()
    .optional()
    .describe('Whether no other candidate costs no more and scores no less, one of them better'),
});

/** The JSON of `zerolm rank`. */
export const rankDocument = z.object({
  ...heading,
  settings: z.object({
    ...scoreSettings,
    truth: z
      .object({
        ...truthFields,
        bootstrap,
      })
      .optional(),
    constraints: z.array(z.string()).optional(),
    top: z.int().min(1).optional(),
    sort: z.string(),
    cost: costSettings.optional(),
  }),
  candidates: count.describe('All that are ranked, listed or not'),
  leftOut: z
    .array(z.object({ condition: z.string(), candidates: count }))
    .optional()
    .describe('Candidates that are not ranked, by the condition that they violate'),
  ties: z
    .object({
      tied: count.describe('Candidates that share their score with another'),
      distinct: count.describe('Different scores'),
    })
    .optional()
    .describe('Where more than half of the candidates share a score'),
  ranking: z.array(rankEntry),
  front: z
    .object({
      size: count.describe('Candidates on the front'),
      of: count.describe('Candidates with a score and a cost'),
      entries: z.array(rankEntry).describe('All of the front, the best score first'),
    })
    .optional()
    .describe('Where a cost was asked for: the Pareto front of score against it'),
  evaluation: z
    .object({
      n: count.describe('Candidates with a score and a truth'),
      direction,
      spearman: correlation,
      kendallTauB: correlation,
      tiedScores: count.describe('Candidates that share their score with another'),
      missingTruth: z.array(z.string()).describe('Candidates without a truth'),
    })
    .optional(),
});

/** The document of `rank`. */
export type RankDocument = DocumentOf<typeof rankDocument>;
