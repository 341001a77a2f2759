import { z } from 'zod';
import { BUILDS, LTS_FAMILIES } from '../formats/candidate-format.ts';
import { INITIALIZATION_SCHEMES } from '../initialization/initialization-scheme.ts';
import { MODES } from '../scoring/score-settings.ts';
import { VERSION } from '../version.ts';

/** Version of the form of every JSON document; it grows when a reader would have to change. */
export const SCHEMA_VERSION = 1;

/** What made a document. */
export const TOOL = { name: 'zerolm', version: VERSION } as const;

const count = z.int().min(0);

const capacity = z
  .object({ attention: z.number(), feedForward: z.number(), embedding: z.number() })
  .describe('Sum of the capacity statistic over the weight matrices of each sub-module');

const parameters = z
  .object({
    total: count,
    attention: count,
    feedForward: count,
    embedding: count,
    other: count,
  })
  .describe(
    'Weights, biases and norms; other: projections between blocks, norms and heads of decoders',
  );

const standardDeviation = z
  .object({ score: z.number(), capacity })
  .describe('Over the seeds, where there are several; score and capacity are then means');

const balance = z.union([
  capacity.describe('Coefficient of each sub-module'),
  z.object({ formula: z.string() }),
  z.object({
    default: z
      .partialRecord(
        z.enum(['encoder', 'decoder']),
        z.object({ alpha: z.number(), provenance: z.string() }),
      )
      .describe('Alpha of each family among the candidates, and where it comes from'),
  }),
]);

const sampling = { seed: count.optional(), seeds: z.int().min(1).optional() };

const family = z.enum(LTS_FAMILIES).optional().describe('Where it was asked for');

const scoreSettings = {
  build: z.enum(BUILDS),
  family,
  initialization: z.enum(INITIALIZATION_SCHEMES),
  mode: z.enum(MODES),
  capacity: z.string().describe('Name or formula of the capacity statistic'),
  balance,
  ...sampling,
};

const heading = {
  schemaVersion: z.literal(SCHEMA_VERSION),
  tool: z.object({ name: z.literal('zerolm'), version: z.string() }),
};

const scored = {
  id: z.string(),
  score: z.number(),
  standardDeviation: standardDeviation.optional(),
  capacity,
  parameters,
};

/** What `zerolm score --format json` prints. */
export const scoreDocument = z.object({
  ...heading,
  settings: z.object(scoreSettings),
  ...scored,
  blocks: z.array(
    z.object({
      block: count,
      capacity: z.object({ attention: z.number(), feedForward: z.number() }),
      parameters,
    }),
  ),
});

const correlation = z.object({
  value: z.number().min(-1).max(1),
  ci95: z.tuple([z.number(), z.number()]).nullable().describe('95 % bootstrap interval'),
  p: z.number().describe('Two-sided p-value against no correlation'),
});

/** What `zerolm rank --format json` prints. */
export const rankDocument = z.object({
  ...heading,
  settings: z.object({
    ...scoreSettings,
    truth: z
      .object({
        source: z.string(),
        column: z.string(),
        bootstrap: z.object({ seed: count, resamples: z.int().min(1) }),
      })
      .optional(),
    top: z.int().min(1).optional(),
    sort: z.string(),
  }),
  ranking: z.array(
    z.object({
      rank: z.int().min(1),
      ...scored,
      truth: z.number().optional().describe('Measured quality, where it is known'),
    }),
  ),
  evaluation: z
    .object({
      n: count.describe('Candidates with a score and a truth'),
      direction: z.enum(['higher-is-better', 'lower-is-better']),
      spearman: correlation,
      kendallTauB: correlation,
      tiedScores: count.describe('Candidates that share their score with another'),
      missingTruth: z.array(z.string()).describe('Candidates without a truth'),
    })
    .optional(),
});

/** What `zerolm inspect --format json` prints. */
export const inspectDocument = z.object({
  ...heading,
  settings: z.object({
    build: z.enum(BUILDS),
    family,
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
      initialization: z.union([
        z.object({
          kind: z.enum(['normal', 'truncated-normal']),
          standardDeviation: z.number(),
        }),
        z.object({ kind: z.literal('uniform'), bound: z.number() }),
        z.object({ kind: z.literal('constant'), value: z.number() }),
      ]),
      parameters: count,
    }),
  ),
  parameters,
  matrices: z
    .object({ total: count, attention: count, feedForward: count, embedding: count })
    .describe('How many weight matrices count for the capacity of each sub-module'),
});

export type ScoreDocument = z.infer<typeof scoreDocument>;
export type RankDocument = z.infer<typeof rankDocument>;
export type InspectDocument = z.infer<typeof inspectDocument>;
