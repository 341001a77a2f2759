import { z } from 'zod';
import type { Architecture, Block, Operation } from '../architecture/architecture.ts';
import {
  completeBlock,
  completeModel,
  completeOperation,
} from '../architecture/complete-architecture.ts';
import { formatPath, type Problem } from '../problem.ts';
import type {
  Build,
  CandidateFormat,
  QuickRead,
  ReadRecord,
  RecordContext,
} from './candidate-format.ts';
import type { CheckOf } from './ready-check.ts';
import { embeddingOf, MODEL_KEYS, plainScores, RECORD_KEYS } from './common-keys.ts';
import { oddNumber, oneOf, wholeNumber } from './expectations.ts';
import { LIMITS } from './limits.ts';
import { schemaProblems } from './schema-problems.ts';
import { unknownKeys } from './unknown-keys.ts';

const LAYER_KEYS = {
  num_operation_heads: wholeNumber(1, LIMITS.hiddenSize).describe('Divides hidden_size'),
  feed_forward_dimension: wholeNumber(1, LIMITS.feedForwardWidth),
  num_feed_forward: wholeNumber(1, LIMITS.feedForwardStack).describe(
    'How many feed-forward layers of that width are stacked',
  ),
};

const encoderLayer = z.discriminatedUnion(
  'operation_type',
  [
    z.object({
      operation_type: z.literal('SA').describe('Self-attention'),
      operation_parameter: oneOf(['SDP', 'WMA']).describe(
        'Scaled dot product or weighted multiplicative attention',
      ),
      ...LAYER_KEYS,
    }),
    z.object({
      operation_type: z.literal('LT').describe('Linear transform'),
      operation_parameter: oneOf(['DFT', 'DCT']).describe(
        'Discrete Fourier or discrete cosine transform',
      ),
      ...LAYER_KEYS,
    }),
    z.object({
      operation_type: z.literal('DSC').describe('Dynamic separable convolution'),
      operation_parameter: oddNumber(1, LIMITS.kernelSize).describe('Kernel size'),
      ...LAYER_KEYS,
    }),
  ],
  {
    error: ({ input }) =>
      typeof input === 'object' && input !== null && !Array.isArray(input)
        ? 'expected "SA" (self-attention), "LT" (linear transform) or "DSC" (dynamic separable convolution)'
        : 'expected an encoder layer, an object',
  },
);

const layersExpectation = `expected a list of 1 to ${LIMITS.blocks} encoder layers`;

const nasConfig = z.object(
  {
    encoder_layers: z
      .array(encoderLayer, { error: layersExpectation })
      .min(1, { error: layersExpectation })
      .max(LIMITS.blocks, { error: layersExpectation }),
  },
  { error: 'expected an object with encoder_layers' },
);

const specKeys = {
  hidden_size: wholeNumber(1, LIMITS.hiddenSize),
  nas_config: nasConfig,
  ...MODEL_KEYS,
};

type Spec = z.infer<z.ZodObject<typeof specKeys>>;

/** Heads of every layer have to divide the hidden size; no schema of one key can say so. */
function checkHeads(spec: Spec, context: z.core.$RefinementCtx): void {
  for (const [index, layer] of spec.nas_config.encoder_layers.entries()) {
    if (spec.hidden_size % layer.num_operation_heads !== 0) {
      context.addIssue({
        code: 'custom',
        path: ['nas_config', 'encoder_layers', index, 'num_operation_heads'],
        message: `expected a divisor of hidden_size ${spec.hidden_size}`,
      });
    }
  }
}

/** A bare spec: `hidden_size` and `nas_config`, and what else describes the model. */
const bareSpec = z
  .object({ $schema: z.string().optional(), ...RECORD_KEYS, ...specKeys })
  .superRefine(checkHeads);

/** A record as published: the spec under `hparams.model_hparam_overrides`. */
const publishedRecord = z.object({
  ...RECORD_KEYS,
  hparams: z.object(
    {
      model_hparam_overrides: z
        .object(specKeys, { error: 'expected a spec' })
        .superRefine(checkHeads),
    },
    { error: 'expected an object with model_hparam_overrides' },
  ),
});

/** How the benchmark's training ran: it does not shape the model. */
const PASSED_OVER = {
  record: ['is_running', 'completed', 'time_to_train'],
  hparams: [
    'use_tpu',
    'num_tpu_cores',
    'tpu_name',
    'learning_rate',
    'eval_batch_size',
    'train_batch_size',
    'num_train_steps',
  ],
};

const SPEC_NAMES = Object.keys(specKeys);
const LAYER_NAMES = ['operation_type', 'operation_parameter', ...Object.keys(LAYER_KEYS)];

/** A property of a value that may be anything. */
function property(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

function warnings(record: object, source: string): Problem[] {
  const hparams = property(record, 'hparams');
  const published = hparams !== undefined;
  const spec = published ? property(hparams, 'model_hparam_overrides') : record;
  const path = published ? ['hparams', 'model_hparam_overrides'] : [];
  const recordNames = Object.keys(RECORD_KEYS);
  const config = property(spec, 'nas_config');
  const layers = property(config, 'encoder_layers');
  return [
    ...(published
      ? [
          ...unknownKeys(record, [...recordNames, 'hparams', ...PASSED_OVER.record], [], source),
          ...unknownKeys(
            hparams,
            ['model_hparam_overrides', ...PASSED_OVER.hparams],
            ['hparams'],
            source,
          ),
          ...unknownKeys(spec, SPEC_NAMES, path, source),
        ]
      : unknownKeys(spec, ['$schema', ...recordNames, ...SPEC_NAMES], path, source)),
    ...unknownKeys(config, ['encoder_layers'], [...path, 'nas_config'], source),
    ...(Array.isArray(layers) ? layers : []).flatMap((layer: unknown, index) =>
      unknownKeys(layer, LAYER_NAMES, [...path, 'nas_config', 'encoder_layers', index], source),
    ),
  ];
}

type EncoderLayer = z.infer<typeof encoderLayer>;

/** Operations without a number, which all blocks share: a million specs have ten times as many. */
const OPERATIONS = {
  SDP: completeOperation({ kind: 'self-attention', similarity: 'scaled-dot-product' }),
  WMA: completeOperation({ kind: 'self-attention', similarity: 'weighted-multiplicative' }),
  DFT: { kind: 'linear-transform', transform: 'discrete-fourier' },
  DCT: { kind: 'linear-transform', transform: 'discrete-cosine' },
} as const satisfies Record<string, Operation>;

function operationOf(layer: EncoderLayer): Operation {
  return layer.operation_type === 'DSC'
    ? { kind: 'separable-convolution', kernelSize: layer.operation_parameter }
    : OPERATIONS[layer.operation_parameter];
}

/** What the authors' released notebook builds every model with, whatever its record says. */
const RELEASED_HIDDEN_SIZE = 256;
const RELEASED_FEED_FORWARD = 1024;

/**
 * One block under a build.
 *
 * - declared: as the record says.
 * - released: hidden size 256 and feed-forward width 1024, as the authors' notebook builds all
 *   500 models.
 * - trained: scaled dot-product attention whatever the operation, and a first feed-forward layer
 *   of width 4h, as the code that trained them did: it compared operation types by identity.
 */
function blockOf(layer: EncoderLayer, declaredHiddenSize: number, build: Build): Block {
  const numAttentionHeads = layer.num_operation_heads;
  const stack = (width: number): number[] => {
    // A third of the time of Array.from, and this is where a million specs spend theirs.
    const widths = [width];
    while (widths.length < layer.num_feed_forward) widths.push(width);
    return widths;
  };
  const of = (hiddenSize: number, operation: Operation, feedForwardWidths: number[]): Block =>
    completeBlock(
      { hiddenSize, operation, numAttentionHeads, feedForwardWidths },
      { family: 'encoder' },
    );
  switch (build) {
    case 'declared':
      return of(declaredHiddenSize, operationOf(layer), stack(layer.feed_forward_dimension));
    case 'released':
      return of(RELEASED_HIDDEN_SIZE, operationOf(layer), stack(RELEASED_FEED_FORWARD));
    case 'trained': {
      const others = stack(layer.feed_forward_dimension).slice(1);
      return of(declaredHiddenSize, OPERATIONS.SDP, [4 * declaredHiddenSize, ...others]);
    }
  }
}

/** Heads that divide the declared hidden size need not divide that of the released build. */
function releasedProblems(spec: Spec, source: string): Problem[] {
  return spec.nas_config.encoder_layers.flatMap(({ num_operation_heads: heads }, index) =>
    RELEASED_HIDDEN_SIZE % heads === 0
      ? []
      : [
          {
            source,
            path: formatPath(['nas_config', 'encoder_layers', index, 'num_operation_heads']),
            message: `${heads}: expected a divisor of ${RELEASED_HIDDEN_SIZE}, the hidden size that the released build gives every model; use the declared build`,
          },
        ],
  );
}

function architectureOf(spec: Spec, build: Build): Architecture {
  return completeModel(
    {
      family: 'encoder',
      embedding: embeddingOf(spec),
      initializerRange: spec.initializer_range,
    },
    spec.nas_config.encoder_layers.map((layer) => blockOf(layer, spec.hidden_size, build)),
  );
}

function read(record: object, context: RecordContext): ReadRecord {
  const { source, build } = context;
  const notes = warnings(record, source);
  const refuse = (error: z.ZodError): ReadRecord => ({
    problems: schemaProblems(error, record, source),
    warnings: notes,
  });
  const accept = (
    spec: Spec,
    { id, scores = {} }: Pick<z.infer<typeof bareSpec>, 'id' | 'scores'>,
  ): ReadRecord => {
    const problems = build === 'released' ? releasedProblems(spec, source) : [];
    if (problems.length > 0) return { problems, warnings: notes };
    return {
      candidate: {
        id: String(id ?? context.defaultId),
        source,
        architecture: architectureOf(spec, build),
        scores,
      },
      problems: [],
      warnings: notes,
    };
  };
  if ('hparams' in record) {
    const parsed = publishedRecord.safeParse(record);
    return parsed.success
      ? accept(parsed.data.hparams.model_hparam_overrides, parsed.data)
      : refuse(parsed.error);
  }
  const parsed = bareSpec.safeParse(record);
  return parsed.success ? accept(parsed.data, parsed.data) : refuse(parsed.error);
}

function quicken(checkOf: CheckOf): QuickRead {
  const isBare = checkOf('flexibert', () => ({ schema: bareSpec }));
  const isPublished = checkOf('flexibert-record', () => ({
    schema: publishedRecord,
    passedOver: { '': PASSED_OVER.record, hparams: PASSED_OVER.hparams },
  }));
  const accept = (
    spec: Spec,
    { id, scores }: Pick<z.infer<typeof bareSpec>, 'id' | 'scores'>,
    context: RecordContext,
  ): ReturnType<QuickRead> => {
    const { build } = context;
    const layers = spec.nas_config.encoder_layers;
    for (const { num_operation_heads: heads } of layers) {
      if (spec.hidden_size % heads !== 0) return undefined;
      if (build === 'released' && RELEASED_HIDDEN_SIZE % heads !== 0) return undefined;
    }
    const qualities = plainScores(scores);
    return qualities === undefined
      ? undefined
      : {
          id: String(id ?? context.defaultId),
          source: context.source,
          architecture: architectureOf(spec, build),
          scores: qualities,
        };
  };
  return (record, context) => {
    if ('hparams' in record) {
      return isPublished(record)
        ? accept(record.hparams.model_hparam_overrides, record, context)
        : undefined;
    }
    return isBare(record) ? accept(record, record, context) : undefined;
  };
}

/**
 * The form of the FlexiBERT benchmark of Serianni and Kalita (ACL 2023): a bare spec, or the
 * record that wraps it.
 */
export const flexibert: CandidateFormat = {
  name: 'flexibert',
  looksLike:
    '"hidden_size" and "nas_config" (a FlexiBERT spec; a published record has it under "hparams")',
  schema: z.union([bareSpec, publishedRecord]),
  takesFamily: false,
  // A config.json has a hidden size too.
  recognizes: (record) =>
    'nas_config' in record ||
    'hparams' in record ||
    ('hidden_size' in record && !('model_type' in record)),
  read,
  quicken,
};
