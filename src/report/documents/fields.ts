import { z } from 'zod';
import { FAMILIES } from '../../architecture/family.ts';
import { EXPERT_COUNTS } from '../../architecture/mixture-of-experts.ts';
import { BUILDS, LTS_FAMILIES } from '../../formats/candidate-format.ts';
import { INITIALIZATION_SCHEMES } from '../../initialization/initialization-scheme.ts';
import { NETWORK_LOSSES } from '../../proxy-parts/network-settings.ts';
import { PROXY_NEEDS, SCORE_DIRECTIONS } from '../../proxy-parts/proxy-facts.ts';
import { MODES } from '../../scoring/score-settings.ts';
import { balanceOrigin, truthRuns } from '../../tuning/balance-origin.ts';
import { SCHEMA_VERSION } from './heading.ts';

type DeepReadonly<Value> = { readonly [Key in keyof Value]: DeepReadonly<Value[Key]> };

/** A document of a schema, which nobody changes. */
export type DocumentOf<Schema extends z.ZodType> = DeepReadonly<z.infer<Schema>>;

/** A number of things. */
export const count = z.int().min(0);

/** A number for each sub-module. */
export const capacity = z
  .object({ attention: z.number(), feedForward: z.number(), embedding: z.number() })
  .describe('Sum of the capacity statistic over the weight matrices of each sub-module');

/** Numbers of parameters. */
export const parameters = z
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
      .partialRecord(z.enum(FAMILIES), z.object({ alpha: z.number(), provenance: z.string() }))
      .describe('Alpha of each family among the candidates, and where it comes from'),
  }),
]);

const sampling = { seed: count.optional(), seeds: z.int().min(1).optional() };

/** The family that was asked for. */
export const family = z.enum(LTS_FAMILIES).optional().describe('Where it was asked for');

/** The experts that were asked for. */
export const experts = z
  .enum(EXPERT_COUNTS)
  .optional()
  .describe('Experts of a mixture that count for capacity, where not all');

/** How networks were run. */
export const networkSettings = z
  .object({
    batch: z.int().min(1),
    loss: z.enum(NETWORK_LOSSES),
    tokens: z.union([
      z.literal('drawn'),
      z.object({ source: z.string(), sha256: z.string().describe('Of the token ids') }),
    ]),
    seed: count,
    seeds: z.int().min(1),
    memoryLimit: z.number().describe('In bytes'),
  })
  .describe('How networks were run, where a proxy needs them');

/** Settings by name: the type of a document leaves them out. */
const undeclared: z.ZodType<object> = z.record(z.string(), z.unknown());

/** A proxy that scores in place of ZeroLM. */
const proxy = z
  .object({
    name: z.string(),
    description: z.string(),
    direction: z
      .enum(SCORE_DIRECTIONS)
      .describe('Of the proxy; where lower is better, a score is minus its number'),
    needs: z.enum(PROXY_NEEDS),
    combines: z.array(z.string()).optional().describe('The proxies whose ranks are combined'),
    sequenceLength: z.int().min(1),
    settings: undeclared.describe('Those of its own'),
    seed: count.optional(),
    seeds: z.int().min(1).optional(),
    network: networkSettings.optional(),
  })
  .describe('What the score is, where it is not ZeroLM; capacities are then no part of it');

/** The settings of every score. */
export const scoreSettings = {
  build: z.enum(BUILDS),
  family,
  experts,
  initialization: z.enum(INITIALIZATION_SCHEMES),
  initializerRange: z
    .union([z.number(), z.literal('declared')])
    .describe('Standard deviation of normal weights: of all candidates, or as each declares it'),
  declaredRanges: z
    .object({
      least: z.number(),
      most: z.number(),
      others: count.describe('Candidates that declare another than is used'),
    })
    .optional()
    .describe('What the candidates declare, where it differs'),
  mode: z.enum(MODES),
  capacity: z.string().describe('Name or formula of the capacity statistic'),
  balance,
  proxy: proxy.optional(),
  ...sampling,
  settingsFile: balanceOrigin
    .extend({ file: z.string() })
    .optional()
    .describe('Where the balance comes from, if a settings file gave it'),
};

/** The first fields of every document. */
export const heading = {
  schemaVersion: z.literal(SCHEMA_VERSION),
  tool: z.object({ name: z.literal('zerolm'), version: z.string() }),
};

/** An architecture with its score. */
export const scored = {
  id: z.string(),
  score: z.number(),
  standardDeviation: standardDeviation.optional(),
  capacity,
  parameters,
};

/** How many runs a truth is the mean of. */
export const runs = truthRuns
  .optional()
  .describe('Runs of which a truth is the mean; absent where each was measured once');

/** A rank correlation. */
export const correlation = z.object({
  value: z.number().min(-1).max(1),
  ci95: z.tuple([z.number(), z.number()]).nullable().describe('95 % bootstrap interval'),
  p: z.number().describe('Two-sided p-value against no correlation'),
});

/** A number, or the reason why there is none. */
export const orReason = <Shape extends z.core.$ZodLooseShape>(shape: Shape) =>
  z.union([z.object(shape), z.object({ reason: z.string() })]);

/** A 95 % bootstrap interval; null where there is none. */
export const interval = z
  .tuple([z.number(), z.number()])
  .nullable()
  .describe('95 % bootstrap interval');

/** Which end of a quality is the good one. */
export const direction = z.enum(['higher-is-better', 'lower-is-better']);

/** Where a truth was read. */
export const truthFields = { source: z.string(), column: z.string(), runs };

/** What the intervals rest on. */
export const bootstrap = z.object({ seed: count, resamples: z.int().min(1) });
