import { z } from 'zod';
import { UNIT_ORDERS } from '../../architecture/unit-order.ts';
import { costSettings, entryCost, latencyCheck, latencyTable } from './cost-fields.ts';
import { count, heading, scoreSettings, scored, type DocumentOf } from './fields.ts';

const found = z.object({
  rank: z.int().min(1),
  ...scored,
  arrangements: z
    .string()
    .optional()
    .describe(
      'Of an exact search: candidates with the same layers in any order, in decimal digits; this is the first',
    ),
  cost: entryCost.optional(),
  latency: z
    .number()
    .optional()
    .describe('Predicted milliseconds of a forward pass, where a constraint is about them'),
});

const value = z.number();

const heuristic = z.object({
  algorithm: z.enum(['regularized evolution', 'NSGA-II']),
  evaluations: z.int().min(1).describe('Candidates that may be evaluated'),
  ended: z.string().optional().describe('Why fewer were evaluated, where that is so'),
  unscored: z
    .object({ candidates: z.int().min(1), reason: z.string() })
    .optional()
    .describe('Evaluated candidates without a score or a cost, and why the first has none'),
  population: z.int().min(1),
  sampleSize: z.int().min(1).optional().describe('Of regularized evolution'),
  batch: z.int().min(1).describe('Children that are bred from the same population'),
  seed: count,
  measure: z
    .enum(['best score', 'hypervolume'])
    .describe('What the following values are: higher is better'),
  reference: z
    .object({ score: z.number(), cost: z.number() })
    .optional()
    .describe(
      'Up to which the hypervolume is measured: a tenth of the range beyond the worst seen',
    ),
  value,
  random: z
    .object({ evaluations: count, value: value.nullable() })
    .describe('The same of candidates drawn at random; null where none is within the limits'),
  exact: z
    .object({ value, shortfall: z.number().min(0).describe('By how much less was found') })
    .optional()
    .describe('The same of the optimum, where an exact search can tell'),
  progress: z
    .array(
      z.object({
        evaluations: z.int().min(1),
        value: value.nullable().describe('Null before any candidate is within the limits'),
        random: value.nullable().describe('Null as well where fewer were drawn'),
      }),
    )
    .describe('After so many evaluations'),
});

/** The JSON of `zerolm search`. */
export const searchDocument = z.object({
  ...heading,
  settings: z.object({
    ...scoreSettings,
    constraints: z.array(z.string()).describe('Those of the space and those of the command'),
    top: z.int().min(1).optional().describe('Absent where the front is listed'),
    atLeast: z.number().optional().describe('The lowest score that is of interest'),
    atMost: z.number().optional().describe('The highest score that is of interest'),
    order: z
      .enum(UNIT_ORDERS)
      .optional()
      .describe('Which units of a layer sub-networks keep first'),
    cost: costSettings.optional().describe('What the front is against'),
    table: latencyTable.optional().describe('What latencies are predicted from'),
  }),
  space: z.string().describe('The file'),
  candidates: z.string().describe('Of the space, before constraints, in decimal digits'),
  method: z.enum(['exact', 'heuristic']).describe('Whether the optimum is proven'),
  measured: count.describe(
    'Models that were looked at: of an exact search, those whose layers are equal; otherwise all that were evaluated',
  ),
  heuristic: heuristic.optional().describe('Absent of an exact search'),
  extracted: z
    .object({
      folder: z.string(),
      id: z.string().describe('The candidate that was written'),
      tensors: count,
      bytes: count.describe('Of its weights'),
      spec: z.string().describe('The file beside them that describes it'),
      whyNoConfig: z.string().optional().describe('Why that is no Hugging Face config'),
    })
    .optional()
    .describe('The sub-network of a checkpoint that was written'),
  ranking: z
    .array(found)
    .describe('The best score first; the front from the highest score to the lowest'),
  check: latencyCheck
    .optional()
    .describe('Some of the models found, where latencies are predicted'),
});

/** The document of `search`. */
export type SearchDocument = DocumentOf<typeof searchDocument>;
