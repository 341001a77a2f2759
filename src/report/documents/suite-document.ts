import { z } from 'zod';
import { evaluateDocument } from './evaluate-schema.ts';
import { heading, orReason, type DocumentOf } from './fields.ts';

/** The schema of the JSON of `zerolm evaluate --suite`. */
export const suiteDocument = z.object({
  ...heading,
  settings: z.object({
    suite: z.string().describe('The file that lists the data sets'),
    alpha: z.number().describe('Level of the critical difference'),
  }),
  ranking: z
    .array(
      z.object({
        proxy: z.string(),
        meanRank: z.number().describe('1 for the highest tau of a set'),
        meanTau: z.number(),
        groups: z
          .array(z.int().min(1))
          .describe('Groups of proxies that do not differ by the critical difference, from 1'),
      }),
    )
    .describe('The proxies with a tau on every set, the lowest mean rank first'),
  leftOut: z
    .array(z.object({ proxy: z.string(), set: z.string(), reason: z.string() }))
    .describe('The proxies without a tau on a set'),
  friedman: orReason({
    statistic: z.number().describe('Chi-square, corrected for ties'),
    degreesOfFreedom: z.int().min(1),
    p: z.number(),
    f: z
      .object({
        statistic: z
          .number()
          .nullable()
          .describe('Null where the proxies have one order on all sets: it is infinite'),
        degreesOfFreedom: z.array(z.int().min(1)).length(2),
        p: z.number(),
      })
      .describe('The form of Iman and Davenport'),
  }),
  criticalDifference: z.number().nullable().describe('Of mean ranks, by the Nemenyi test'),
  sets: z.array(
    z.object({
      name: z.string(),
      inputs: z.array(z.string()),
      taus: z
        .record(z.string(), z.number().nullable())
        .describe('By proxy: tau-b, or tau within what was asked for'),
      ...z.object(evaluateDocument.shape).omit({ schemaVersion: true, tool: true }).shape,
    }),
  ),
});

/** The document of `evaluate --suite`. */
export type SuiteDocument = DocumentOf<typeof suiteDocument>;
