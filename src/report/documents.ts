import { z } from 'zod';
import { EXPERT_COUNTS } from '../architecture/architecture.ts';
import { BUILDS, LTS_FAMILIES } from '../formats/candidate-format.ts';
import { INITIALIZATION_SCHEMES } from '../initialization/initialization-scheme.ts';
import { NETWORK_LOSSES } from '../proxies/network-settings.ts';
import { PROXY_NEEDS, SCORE_DIRECTIONS } from '../proxies/proxy-facts.ts';
import { NSC_SHAPES } from '../proxies/proxy.ts';
import { MODES } from '../scoring/score-settings.ts';
import { balanceOrigin, truthRuns } from '../tuning/balance-origin.ts';
import { TUNING_CORRELATIONS, TUNING_DRAWS, TUNING_STRATEGIES } from '../tuning/tuning-options.ts';
import { VERSION } from '../version.ts';
import { costSettings, entryCost, machine, passSettings, timingSettings } from './cost-fields.ts';

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

const experts = z
  .enum(EXPERT_COUNTS)
  .optional()
  .describe('Experts of a mixture that count for capacity, where not all');

const scoreSettings = {
  build: z.enum(BUILDS),
  family,
  experts,
  initialization: z.enum(INITIALIZATION_SCHEMES),
  mode: z.enum(MODES),
  capacity: z.string().describe('Name or formula of the capacity statistic'),
  balance,
  ...sampling,
  settingsFile: balanceOrigin
    .extend({ file: z.string() })
    .optional()
    .describe('Where the balance comes from, if a settings file gave it'),
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

/** Runs behind a truth, where there are several. */
const runs = truthRuns
  .optional()
  .describe('Runs behind a truth, which is their mean; absent where each was measured once');

const correlation = z.object({
  value: z.number().min(-1).max(1),
  ci95: z.tuple([z.number(), z.number()]).nullable().describe('95 % bootstrap interval'),
  p: z.number().describe('Two-sided p-value against no correlation'),
});

const rankEntry = z.object({
  rank: z.int().min(1),
  ...scored,
  truth: z.number().optional().describe('Measured quality, where it is known'),
  cost: entryCost.optional(),
  front: z
    .boolean()
    .optional()
    .describe('Whether no other candidate costs no more and scores no less, one of them better'),
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
        runs,
        bootstrap: z.object({ seed: count, resamples: z.int().min(1) }),
      })
      .optional(),
    top: z.int().min(1).optional(),
    sort: z.string(),
    cost: costSettings.optional(),
  }),
  ranking: z.array(rankEntry),
  front: z
    .object({
      size: count.describe('Candidates on the front'),
      of: count.describe('Candidates with a score and a cost'),
      entries: z.array(rankEntry).describe('All of the front, the best score first'),
    })
    .optional()
    .describe('Where a cost was asked for: the Pareto front of score against it'),
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

/** What `zerolm latency --format json` prints. */
export const latencyDocument = z.object({
  ...heading,
  settings: z.object({
    build: z.enum(BUILDS),
    family,
    ...passSettings,
    ...timingSettings,
    seed: count.describe('Of weights and words'),
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

/** A number, or the reason why there is none. */
const orReason = <Shape extends z.core.$ZodLooseShape>(shape: Shape) =>
  z.union([z.object(shape), z.object({ reason: z.string() })]);

const interval = z.tuple([z.number(), z.number()]).nullable().describe('95 % bootstrap interval');

const ceilingEstimate = z.object({ value: z.number(), ci95: interval });

const leaderboardEntry = z.object({
  proxy: z.string(),
  n: count.describe('Candidates with a score and a truth'),
  kendallTauB: correlation,
  kendallTauA: correlation,
  spearman: correlation,
  tiedScores: count.describe('Candidates that share their score with another'),
  sizeMatched: orReason({ value: z.number(), pairs: count }).describe(
    'Tau over the untied pairs whose numbers of weight entries differ by less than 10 %',
  ),
  partial: orReason({ value: z.number(), ci95: interval, p: z.number().nullable() }).describe(
    "Kendall's partial tau with the number of parameters held fixed",
  ),
  within: orReason({ value: z.number(), groups: count, pairs: count })
    .optional()
    .describe('Tau inside the groups of the field that was asked for'),
  precisionAt: z
    .record(z.string(), z.object({ value: z.number(), k: count }))
    .describe('Share of the best by score that are among the best by truth'),
  regret: z
    .array(
      z.union([
        z.object({
          budget: z.number().nullable(),
          items: count,
          bestPick: z.number(),
          bestOf: z.object({ k: count, regret: z.number() }),
        }),
        z.object({ budget: z.number().nullable(), items: count, reason: z.string() }),
      ]),
    )
    .describe('What is lost by choosing by score, in units of the truth, under each budget'),
  versusBaseline: orReason({
    n: count,
    difference: z.number(),
    ci95: z.tuple([z.number(), z.number()]),
    verdict: z.enum(['better', 'worse', 'not shown']),
  })
    .nullable()
    .describe('Difference in tau-b, by a paired bootstrap; null for the baseline itself'),
  milliseconds: z
    .number()
    .describe(
      'Spent on the scores, of proxies that are run together the part of each; the one number that no seed repeats',
    ),
});

/** What `zerolm evaluate --format json` prints. */
export const evaluateDocument = z.object({
  ...heading,
  settings: z.object({
    ...scoreSettings,
    sequenceLength: z.int().min(1),
    nscShapes: z.enum(NSC_SHAPES),
    spectralInitialization: z
      .union([
        z.enum(INITIALIZATION_SCHEMES),
        z.partialRecord(z.enum(['encoder', 'decoder']), z.enum(INITIALIZATION_SCHEMES)),
      ])
      .describe(
        'Of the weights behind nsc and log-determinant; by family where none was asked for',
      ),
    truth: z.object({ source: z.string(), column: z.string(), runs }),
    bootstrap: z.object({ seed: count, resamples: z.int().min(1) }),
    within: z.string().optional(),
    budgets: z.array(z.number()).describe('In parameters'),
    bestOf: z.int().min(1),
    network: z
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
      .optional()
      .describe('How networks were run, where a proxy needs them'),
  }),
  n: count.describe('Candidates with a truth'),
  direction: z.enum(['higher-is-better', 'lower-is-better']),
  baseline: z.string(),
  missingTruth: z.array(z.string()).describe('Candidates without a truth'),
  noiseCeiling: z
    .object({
      kendallTauB: ceilingEstimate,
      spearman: ceilingEstimate,
      betweenRuns: z.object({ kendallTauB: z.number(), spearman: z.number() }),
      repeatedItems: count,
      runsBehindTruth: z.number(),
    })
    .optional()
    .describe('What a proxy would reach that knew the true quality, from repeated measurements'),
  proxies: z.array(
    z.union([
      leaderboardEntry,
      z.object({ proxy: z.string(), n: count, reason: z.string(), milliseconds: z.number() }),
    ]),
  ),
});

/** What `zerolm inspect --format json` prints. */
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
  matrices: z
    .object({ total: count, attention: count, feedForward: count, embedding: count })
    .describe('How many weight matrices count for the capacity of each sub-module'),
});

/** What `zerolm proxies --format json` prints. */
export const proxiesDocument = z.object({
  ...heading,
  settings: z.object({}),
  proxies: z.array(
    z.object({
      name: z.string(),
      direction: z.enum(SCORE_DIRECTIONS).describe('Which end of its scores is the good one'),
      needs: z.enum(PROXY_NEEDS).describe('What has to be known of a model'),
      paper: z.string().nullable().describe('Where it comes from, where that is a paper'),
      description: z.string(),
    }),
  ),
});

const agreement = z.object({
  n: count.describe('Candidates that the correlations rest on'),
  kendallTauB: z.number().min(-1).max(1),
  spearman: z.number().min(-1).max(1),
});

/** What `zerolm tune --format json` prints. */
export const tuneDocument = z.object({
  ...heading,
  settings: z.object({
    ...scoreSettings,
    truth: z
      .object({
        source: z.string(),
        column: z.string(),
        runs,
        direction: z.enum(['higher-is-better', 'lower-is-better']),
      })
      .optional(),
    strategy: z.enum(TUNING_STRATEGIES),
    correlation: z.enum(TUNING_CORRELATIONS).describe('What was made as large as possible'),
    tuningSeed: count.describe('Seed of the sample and of the folds'),
    samples: z.int().min(1).optional(),
    draw: z.enum(TUNING_DRAWS).optional(),
  }),
  balance: capacity.describe('The chosen coefficient of each sub-module'),
  alpha: z.number().nullable().describe('Null where three coefficients were chosen'),
  candidates: count,
  labelled: count.describe('Candidates with a measured quality'),
  sample: z.array(z.string()).describe('Those by which alpha was chosen, where they were drawn'),
  agreements: z
    .array(
      z.object({
        balance: z.enum(['chosen', 'default']),
        on: z
          .enum(['seen', 'held-out', 'folds', 'all'])
          .describe(
            'Labels by which the balance was chosen; the others; each fold by the others; all, where none was looked at',
          ),
        ...agreement.shape,
        standardDeviation: z
          .object({ kendallTauB: z.number(), spearman: z.number() })
          .optional()
          .describe('Over all folds'),
      }),
    )
    .describe('Of scores and measured qualities'),
  folds: z.object({ folds: count, repeats: count }).optional(),
  sensitivity: z
    .array(
      z.object({
        alpha: z.number(),
        kendallTauB: z.number().min(-1).max(1).nullable(),
        spearman: z.number().min(-1).max(1).nullable(),
      }),
    )
    .describe('On all labels; null where an alpha ranks nothing'),
  warnings: z.array(z.string()),
});

const explained = z.object({ id: z.string(), score: z.number(), capacity, parameters });

/** What `zerolm explain --format json` prints. */
export const explainDocument = z.object({
  ...heading,
  settings: z.object({
    ...scoreSettings,
    choices: z.string().describe('File of the choices, or inferred'),
  }),
  a: explained,
  b: explained,
  outranks: z.enum(['a', 'b']).nullable().describe('Null where the scores are equal to 12 digits'),
  difference: z.number().describe('Score of a less that of b'),
  contributions: z
    .array(
      z.object({
        subModule: z.enum(['attention', 'feedForward', 'embedding']),
        block: count.nullable(),
        contribution: z.number(),
        capacity: z.object({ a: z.number(), b: z.number() }),
      }),
    )
    .describe('The largest first; with the rounding they add up to the difference exactly'),
  rounding: z.array(z.number()).describe('What rounding leaves; empty as a rule, or one number'),
  changes: z
    .array(
      z.object({
        of: z.enum(['a', 'b']),
        id: z.string(),
        path: z.string(),
        from: z.string(),
        to: z.string(),
        score: z.number().describe('After the change'),
        parameters: z.object({ before: count, after: count }),
        relativeChange: z.number().describe('|after - before| / before, of the parameters'),
      }),
    )
    .describe('The smallest single change of each that turns the order, the smaller one first'),
  changesTried: count,
});

/** The document of `zerolm explain`. */
export type ExplainDocument = z.infer<typeof explainDocument>;
/** The document of `zerolm score`. */
export type ScoreDocument = z.infer<typeof scoreDocument>;
/** The document of `zerolm latency`. */
export type LatencyDocument = z.infer<typeof latencyDocument>;
/** The document of `zerolm rank`. */
export type RankDocument = z.infer<typeof rankDocument>;
/** The document of `zerolm evaluate`. */
export type EvaluateDocument = z.infer<typeof evaluateDocument>;
/** The document of `zerolm inspect`. */
export type InspectDocument = z.infer<typeof inspectDocument>;
/** The document of `zerolm proxies`. */
export type ProxiesDocument = z.infer<typeof proxiesDocument>;
/** The document of `zerolm tune`. */
export type TuneDocument = z.infer<typeof tuneDocument>;
