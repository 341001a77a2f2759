import { z } from 'zod';
import type { Architecture } from '../architecture/architecture.ts';
import type { Block } from '../architecture/block.ts';
import type { Operation } from '../architecture/operation.ts';
import {
  completeBlock,
  completeModel,
  completeOperation,
} from '../architecture/complete-architecture.ts';
import type { Build, RecordContext } from './candidate-format.ts';
import { embeddingOf, MODEL_KEYS, RECORD_KEYS } from './common-keys.ts';
import { defineForm, defineFormat, type Issue } from './define-format.ts';
import { listOf, oddNumber, oneOf, wholeNumber } from './expectations.ts';
import { ignoring } from './ignored-keys.ts';
import { LIMITS } from './limits.ts';

/** The keys that every layer has, whatever its operation. */
export const LAYER_KEYS = {
  num_operation_heads: wholeNumber(1, LIMITS.hiddenSize).describe('Divides hidden_size'),
  feed_forward_dimension: wholeNumber(1, LIMITS.feedForwardWidth),
  num_feed_forward: wholeNumber(1, LIMITS.feedForwardStack).describe(
    'How many feed-forward layers of that width are stacked',
  ),
};

/** The parameter of each type of operation. */
export const OPERATION_PARAMETERS = {
  SA: oneOf(['SDP', 'WMA']).describe('Scaled dot product or weighted multiplicative attention'),
  LT: oneOf(['DFT', 'DCT']).describe('Discrete Fourier or discrete cosine transform'),
  DSC: oddNumber(1, LIMITS.kernelSize).describe('Kernel size'),
};

const encoderLayer = z.discriminatedUnion(
  'operation_type',
  [
    z.object({
      operation_type: z.literal('SA').describe('Self-attention'),
      operation_parameter: OPERATION_PARAMETERS.SA,
      ...LAYER_KEYS,
    }),
    z.object({
      operation_type: z.literal('LT').describe('Linear transform'),
      operation_parameter: OPERATION_PARAMETERS.LT,
      ...LAYER_KEYS,
    }),
    z.object({
      operation_type: z.literal('DSC').describe('Dynamic separable convolution'),
      operation_parameter: OPERATION_PARAMETERS.DSC,
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
    encoder_layers: listOf(encoderLayer, LIMITS.blocks, layersExpectation),
  },
  { error: 'expected an object with encoder_layers' },
);

const specKeys = {
  hidden_size: wholeNumber(1, LIMITS.hiddenSize),
  nas_config: nasConfig,
  ...MODEL_KEYS,
};

type Spec = z.infer<z.ZodObject<typeof specKeys>>;

type EncoderLayer = z.infer<typeof encoderLayer>;

const ENCODER = { family: 'encoder' } as const;

/** The operations without a number, which all blocks share: a million specs have ten million. */
export const OPERATIONS = {
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

/** The sizes of every model of the authors' released notebook, whatever its record. */
const RELEASED_HIDDEN_SIZE = 256;
const RELEASED_FEED_FORWARD = 1024;

/**
 * One block under a build.
 *
 * - declared: as in the record.
 * - released: hidden size 256 and feed-forward width 1024, as the authors' notebook builds all
 *   500 models.
 * - trained: scaled dot-product attention whatever the operation, and a first feed-forward layer
 *   of width 4h, as the code that trained them did: it compared operation types by identity.
 */
function blockOf(layer: EncoderLayer, declaredHiddenSize: number, build: Build): Block {
  const isReleased = build === 'released';
  const isTrained = build === 'trained';
  const width = isReleased ? RELEASED_FEED_FORWARD : layer.feed_forward_dimension;
  // A third of the time of Array.from, and a million specs spend most of theirs here.
  const feedForwardWidths = [isTrained ? 4 * declaredHiddenSize : width];
  while (feedForwardWidths.length < layer.num_feed_forward) feedForwardWidths.push(width);
  return completeBlock(
    {
      hiddenSize: isReleased ? RELEASED_HIDDEN_SIZE : declaredHiddenSize,
      operation: isTrained ? OPERATIONS.SDP : operationOf(layer),
      numAttentionHeads: layer.num_operation_heads,
      feedForwardWidths,
    },
    ENCODER,
  );
}

/** Reports heads that do not divide the hidden size. */
function findConflicts(
  spec: Spec,
  issue: Issue,
  { build }: RecordContext,
  path: readonly string[] = [],
): void {
  for (const [index, layer] of spec.nas_config.encoder_layers.entries()) {
    const heads = layer.num_operation_heads;
    const at = [...path, 'nas_config', 'encoder_layers', index, 'num_operation_heads'];
    if (spec.hidden_size % heads !== 0) {
      issue(at, `${heads}: expected a divisor of hidden_size ${spec.hidden_size}`);
    } else if (build === 'released' && RELEASED_HIDDEN_SIZE % heads !== 0) {
      issue(
        at,
        `${heads}: expected a divisor of ${RELEASED_HIDDEN_SIZE}, the hidden size that the released build gives every model; use the declared build`,
      );
    }
  }
}

function architectureOf(spec: Spec, { build }: RecordContext): Architecture {
  return completeModel(
    {
      family: 'encoder',
      embedding: embeddingOf(spec),
      initializerRange: spec.initializer_range,
    },
    spec.nas_config.encoder_layers.map((layer) => blockOf(layer, spec.hidden_size, build)),
  );
}

/** A bare spec: `hidden_size`, `nas_config` and the common keys. */
const bareSpec = defineForm({
  name: 'flexibert',
  schema: () => z.object({ $schema: z.string().optional(), ...RECORD_KEYS, ...specKeys }),
  findConflicts,
  architectureOf,
});

/** Keys of the benchmark's training, which do not shape the model. */
const TRAINING_KEYS = [
  ...['use_tpu', 'num_tpu_cores', 'tpu_name', 'learning_rate', 'eval_batch_size'],
  ...['train_batch_size', 'num_train_steps'],
];

/** A record as published: the spec under `hparams.model_hparam_overrides`. */
const publishedRecord = defineForm({
  name: 'flexibert-record',
  schema: () => {
    const overrides = z.object(specKeys, { error: 'expected a spec' });
    const hparams = ignoring(
      z.object(
        { model_hparam_overrides: overrides },
        { error: 'expected an object with model_hparam_overrides' },
      ),
      TRAINING_KEYS,
    );
    return ignoring(z.object({ ...RECORD_KEYS, hparams }), [
      'is_running',
      'completed',
      'time_to_train',
    ]);
  },
  findConflicts: ({ hparams }, issue, context) => {
    const path = ['hparams', 'model_hparam_overrides'];
    findConflicts(hparams.model_hparam_overrides, issue, context, path);
  },
  architectureOf: ({ hparams }, context) => architectureOf(hparams.model_hparam_overrides, context),
});

/**
 * The format of the FlexiBERT benchmark of Serianni and Kalita (ACL 2023): a bare spec, or the
 * record that wraps it.
 */
export const flexibert = defineFormat({
  name: 'flexibert',
  title: 'a FlexiBERT spec',
  shownBy: '"hidden_size" and "nas_config", in a published record under "hparams"',
  builds: ['declared', 'released', 'trained'],
  // A config.json has a hidden size too.
  recognizes: (record) =>
    'nas_config' in record ||
    'hparams' in record ||
    ('hidden_size' in record && !('model_type' in record || 'architectures' in record)),
  forms: [bareSpec, publishedRecord],
  formOf: (record) => ('hparams' in record ? publishedRecord : bareSpec),
});
