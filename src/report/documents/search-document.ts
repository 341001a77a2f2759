import { z } from 'zod';
import { costSettings, entryCost } from './cost-fields.ts';
import { count, heading, scoreSettings, scored, type DocumentOf } from './fields.ts';

const found = z.object({
  rank: z.int().min(1),
  ...scored,
  arrangements: z
    .string()
    .describe('Candidates with the same layers in any order, in decimal digits; this is the first'),
  cost: entryCost.optional(),
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
    cost: costSettings.optional().describe('What the front is against'),
  }),
  space: z.string().describe('The file'),
  candidates: z.string().describe('Of the space, before constraints, in decimal digits'),
  method: z.literal('exact'),
  measured: count.describe('Models that were looked at: those whose layers are equal'),
  ranking: z
    .array(found)
    .describe('The best score first; the front from the highest score to the lowest'),
});

/** The document of `search`. */
export type SearchDocument = DocumentOf<typeof searchDocument>;
