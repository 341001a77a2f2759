import { z } from 'zod';
import { BUILDS } from '../../formats/candidate-format.ts';
import { INITIALIZATION_SCHEMES } from '../../initialization/initialization-scheme.ts';
import { machine, passSettings, timingSettings } from './cost-fields.ts';
import { count, family, heading, type DocumentOf } from './fields.ts';

/** The JSON of `zerolm latency`. */
export const latencyDocument = z.object({
  ...heading,
  settings: z.object({
    build: z.enum(BUILDS),
    family,
    ...passSettings,
    ...timingSettings,
    seed: count.describe('Of weights and tokens'),
    initialization: z.enum(INITIALIZATION_SCHEMES),
  }),
  machine,
  models: z
    .array(
      z.object({
        id: z.string(),
        milliseconds: z.object({
          median: z.number(),
          lowerQuartile: z.number(),
          upperQuartile: z.number(),
          fastest: z.number(),
          medianDeviation: z.number().describe('Median distance from the median'),
        }),
        tokensPerSecond: z.number().describe('Of all sequences together, by the median'),
        parameters: count,
      }),
    )
    .describe('In the order in which they were given; no run repeats these times'),
});

/** The document of `latency`. */
export type LatencyDocument = DocumentOf<typeof latencyDocument>;
