import { z } from 'zod';
import { COST_NAMES } from '../costs/registry.ts';

const name = z.enum(COST_NAMES);

/** What a candidate costs, as a document carries it. */
export const entryCost = z
  .object({ name, unit: z.string(), value: z.number() })
  .describe('What running it takes, less being better');

/** The cost that was asked for, as the settings of a document carry it. */
export const costSettings = z
  .object({
    name,
    unit: z.string(),
    batch: z.int().min(1).optional().describe('Sequences that are run together'),
    sequenceLength: z.int().min(1).optional().describe('Tokens of a sequence'),
  })
  .describe('What scores are weighed against');
