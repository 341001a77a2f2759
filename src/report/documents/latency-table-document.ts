import { z } from 'zod';
import { latencyCheck, machine, passSettings, timingSettings } from './cost-fields.ts';
import { count, heading, type DocumentOf } from './fields.ts';

/** The JSON of `zerolm latency --table`. */
export const latencyTableDocument = z.object({
  ...heading,
  settings: z.object({
    ...passSettings,
    threads: timingSettings.threads,
    warmUp: timingSettings.warmUp,
    repeats: timingSettings.repeats,
    seed: count.describe('Of weights, tokens and the models that are measured whole'),
  }),
  machine,
  table: z.string().describe('The file'),
  parts: z.object({
    measured: count.describe('Parts of models that were measured now'),
    kept: count.describe('Those that the table had'),
  }),
  check: latencyCheck,
});

/** The document of `latency --table`. */
export type LatencyTableDocument = DocumentOf<typeof latencyTableDocument>;
