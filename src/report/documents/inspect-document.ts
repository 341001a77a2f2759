import { z } from 'zod';
import { DTYPES } from '../../costs/dtype.ts';
import { BUILDS } from '../../formats/candidate-format.ts';
import { INITIALIZATION_SCHEMES } from '../../initialization/initialization-scheme.ts';
import { memorySettings, passSettings } from './cost-fields.ts';
import { count, experts, family, heading, parameters, type DocumentOf } from './fields.ts';

/** The JSON of `zerolm inspect`. */
export const inspectDocument = z.object({
  ...heading,
  settings: z.object({
    build: z.enum(BUILDS),
    family,
    experts,
    initialization: z.enum(INITIALIZATION_SCHEMES),
  }),
  id: z.string(),
  weights: z.array(
    z.object({
      path: z.string(),
      shape: z.array(z.int().min(1)),
      subModule: z.enum(['attention', 'feedForward', 'embedding', 'other']),
      block: count.nullable(),
      counts: z.enum(['capacity', 'parameters']),
      initialization: z
        .union([
          z.object({
            kind: z.enum(['normal', 'truncated-normal']),
            standardDeviation: z.number(),
          }),
          z.object({ kind: z.literal('uniform'), bound: z.number() }),
          z.object({ kind: z.literal('constant'), value: z.number() }),
        ])
        .optional()
        .describe('Absent in a checkpoint, which does not tell'),
      stored: z
        .object({
          dtype: z.string(),
          file: z.string(),
          matched: z.boolean().describe('Whether its name is one that is known'),
        })
        .optional()
        .describe('How a checkpoint holds it'),
      parameters: count,
    }),
  ),
  checkpoint: z
    .object({
      naming: z.string().nullable().describe('Families whose names the weights have'),
      unmatched: z.array(z.string()).describe('Names of no known weight'),
      buffers: z.array(z.string()).describe('Tensors that are no parameters'),
    })
    .optional()
    .describe('Where a checkpoint was inspected'),
  parameters,
  active: parameters
    .optional()
    .describe('Parameters that a token is computed with, where not all experts are'),
  matrices: z
    .object({ total: count, attention: count, feedForward: count, embedding: count })
    .describe('How many weight matrices count for the capacity of each sub-module'),
  memory: z
    .object({
      settings: z.object({ ...passSettings, ...memorySettings }),
      parts: z.array(
        z.object({
          part: z.enum(['weights', 'cache', 'activations']),
          numbers: count,
          dtype: z.enum(DTYPES),
          bytes: count,
        }),
      ),
      total: count.describe('Bytes of all parts'),
    })
    .optional()
    .describe('What a pass holds in memory, where that was asked for'),
});

/** The document of `inspect`. */
export type InspectDocument = DocumentOf<typeof inspectDocument>;
