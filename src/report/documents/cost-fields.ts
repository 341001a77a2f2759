import { z } from 'zod';
import { DTYPES } from '../../costs/dtype.ts';
import { COST_NAMES } from '../../costs/registry.ts';
import type { DocumentOf } from './fields.ts';

const name = z.enum(COST_NAMES);

/** What a measured time rests on besides the settings. */
export const machine = z
  .object({
    processor: z.string(),
    cores: z.int().min(1).describe('Logical ones'),
    platform: z.string(),
    onnxruntime: z.string().describe('Its version'),
  })
  .describe('Where the time was measured');

/** How a time is measured. */
export const passSettings = {
  batch: z.int().min(1).describe('Sequences that are run together'),
  sequenceLength: z
    .int()
    .min(1)
    .describe('Tokens of a sequence; where all models read images, those of the longest'),
};

/** How a time is measured, besides the pass. */
export const timingSettings = {
  threads: z.int().min(1),
  warmUp: z.int().min(0).describe('Passes of each before the first that is timed'),
  repeats: z.int().min(1).describe('Timed passes of each'),
  groups: z
    .int()
    .min(2)
    .optional()
    .describe('Measured one after another, where not all fit into the memory limit'),
};

/** The table that latencies are predicted from. */
export const latencyTable = z.object({
  file: z.string(),
  threads: timingSettings.threads,
  machine,
});

/** Whole models, measured to say how well a table predicts. */
export const latencyCheck = z
  .array(
    z.object({
      id: z.string(),
      predicted: z.number().describe('Milliseconds, the sum of the parts in the table'),
      measured: z
        .number()
        .describe('Median milliseconds of the whole model, without waits for a busy core'),
      error: z.number().describe('Predicted over measured, less 1'),
    }),
  )
  .describe('No run repeats these times');

/** Whole models with what was predicted and what was measured. */
export type LatencyCheck = DocumentOf<typeof latencyCheck>;

/** What memory depends on besides the pass. */
export const memorySettings = {
  dtype: z.enum(DTYPES).optional().describe('The type of the weights, where one was given'),
  context: z
    .int()
    .min(1)
    .optional()
    .describe('Tokens of which keys and values are kept, where that was given'),
};

/** What a candidate costs, as a document carries it. */
export const entryCost = z
  .object({
    name,
    unit: z.string(),
    value: z.number().describe('Of a latency the median of its passes, or the sum of its parts'),
    quartiles: z.tuple([z.number(), z.number()]).optional().describe('Of a latency'),
  })
  .describe('What running it takes, less being better');

/** The cost that was asked for, as the settings of a document carry it. */
export const costSettings = z
  .object({
    name,
    unit: z.string(),
    batch: passSettings.batch.optional(),
    sequenceLength: passSettings.sequenceLength.optional(),
    ...memorySettings,
    max: z.number().optional().describe('Highest cost of a candidate that is ranked'),
    measured: z
      .int()
      .min(1)
      .optional()
      .describe('Of a latency: how many were measured at most, the best by score'),
    timing: z
      .object({ ...timingSettings, machine })
      .optional()
      .describe('Of a latency that was measured'),
    table: latencyTable.optional().describe('Of a latency that was predicted'),
  })
  .describe('What scores are weighed against');
