import { z } from 'zod';
import type { Activation } from '../../architecture/activation.ts';
import type { Architecture } from '../../architecture/architecture.ts';
import type { Block } from '../../architecture/block.ts';
import {
  completeBlock,
  completeModel,
  completeOperation,
} from '../../architecture/complete-architecture.ts';
import { quote } from '../../problem.ts';
import { wholeNumber } from '../expectations.ts';
import { LIMITS } from '../limits.ts';
import { ACTIVATION_EXPECTATION, ACTIVATION_NAMES, isActivationName } from './activations.ts';
import { blocksOfKinds } from './blocks-of-kinds.ts';
import { defineFamily, type HuggingFaceFamily, type Issue } from './family.ts';
import {
  checkHeadSize,
  feedForward,
  flag,
  heads,
  layers,
  deviation,
  epsilon,
  orNull,
  recordKeys,
  tokens,
  width,
} from './keys.ts';

/** What the descendants of T5 have of their own. */
interface Variant {
  readonly modelType: 't5' | 'mt5' | 'umt5';
  readonly vocabSize: number;
  readonly feedForwardWidth: number;
  readonly layers: number;
  readonly heads: number;
  readonly projection: 'relu' | 'gated-gelu';
  /** Whether every block has biases of distances; otherwise a stack takes those of its first. */
  readonly biasesInEach: boolean;
}

const VARIANTS: readonly Variant[] = [
  {
    modelType: 't5',
    vocabSize: 32_128,
    feedForwardWidth: 2048,
    layers: 6,
    heads: 8,
    projection: 'relu',
    biasesInEach: false,
  },
  {
    modelType: 'mt5',
    vocabSize: 250_112,
    feedForwardWidth: 1024,
    layers: 8,
    heads: 6,
    projection: 'gated-gelu',
    biasesInEach: false,
  },
  {
    modelType: 'umt5',
    vocabSize: 250_112,
    feedForwardWidth: 1024,
    layers: 8,
    heads: 6,
    projection: 'gated-gelu',
    biasesInEach: true,
  },
];

const keysOf = (own: Variant) => ({
  vocab_size: tokens(own.vocabSize),
  d_model: width(512),
  d_kv: width(64),
  d_ff: feedForward(own.feedForwardWidth),
  num_layers: layers(own.layers),
  num_decoder_layers: orNull(LIMITS.blocks),
  num_heads: heads(own.heads),
  relative_attention_num_buckets: wholeNumber(1, LIMITS.positions).default(32),
  feed_forward_proj: z
    .string()
    .regex(/^(gated-)?\w+$/, {
      error: 'expected the name of an activation, as "relu" or "gated-gelu"',
    })
    .optional(),
  is_gated_act: z.boolean({ error: 'expected true or false' }).optional(),
  tie_word_embeddings: flag(true),
  initializer_range: deviation(),
  relative_attention_max_distance: wholeNumber(1, LIMITS.positions).default(128),
  layer_norm_epsilon: epsilon(1e-6),
});

type Config = z.infer<z.ZodObject<ReturnType<typeof keysOf>>>;

/**
 * T5 (Raffel et al. 2020), version 1.0 and 1.1, mT5 (Xue et al. 2021) and UMT5 (Chung et al. 2023):
 * an encoder and a decoder that share their token embedding. Their own initialization depends on the
 * shapes; `initializer_range`, which their configs have not, is that of the others.
 */
export const t5Families: readonly HuggingFaceFamily[] = VARIANTS.map((own) =>
  defineFamily({
    modelType: own.modelType,
    schema: () => z.object({ ...recordKeys(own.modelType), ...keysOf(own) }),
    aliases: {
      hidden_size: 'd_model',
      head_dim: 'd_kv',
      num_attention_heads: 'num_heads',
      num_hidden_layers: 'num_layers',
    },
    passedOver: ['n_positions', 'dense_act_fn', 'scale_decoder_outputs'],
    unread: { architectures: hasDecoder },
    findConflicts,
    architectureOf: (config) => architectureOf(config, own),
  }),
);

function findConflicts(config: Config, issue: Issue): void {
  checkHeadSize(['d_kv', config.d_kv], ['num_heads', config.num_heads], issue);
  const { num_layers, num_decoder_layers } = config;
  if (num_decoder_layers !== null && num_layers + num_decoder_layers > LIMITS.blocks) {
    const most = LIMITS.blocks - num_layers;
    issue('num_decoder_layers', `${num_decoder_layers}: expected at most ${most}`);
  }
  if (num_decoder_layers === null && 2 * num_layers > LIMITS.blocks) {
    issue('num_layers', `${num_layers}: expected at most ${LIMITS.blocks / 2} in each stack`);
  }
  const { feed_forward_proj, is_gated_act } = config;
  if (feed_forward_proj === undefined) return;
  if (!isActivationName(feed_forward_proj.replace('gated-', ''))) {
    issue('feed_forward_proj', `${quote(feed_forward_proj)}: ${ACTIVATION_EXPECTATION}`);
  }
  if (is_gated_act !== undefined && feed_forward_proj.startsWith('gated-') !== is_gated_act) {
    issue(
      'is_gated_act',
      `${is_gated_act}: expected ${!is_gated_act} with feed_forward_proj ${quote(feed_forward_proj)}`,
    );
  }
}

function architectureOf(config: Config, own: Variant): Architecture {
  const { feed_forward_proj: projection = own.projection } = config;
  const blockOf = (stack: 'encoder' | 'decoder', isFirst: boolean): Block =>
    completeBlock(
      {
        hiddenSize: config.d_model,
        operation: completeOperation(
          {
            kind: 'self-attention',
            similarity: 'scaled-dot-product',
            headSize: config.d_kv,
            // The other blocks of a stack take the biases of its first.
            distanceBiases: isFirst || own.biasesInEach ? config.relative_attention_num_buckets : 0,
            scaling: 'none',
          },
          false,
        ),
        numAttentionHeads: config.num_heads,
        feedForwardWidths: [config.d_ff],
        activation: activationOf(projection),
        bias: false,
        norm: 'pre',
        gated: config.is_gated_act ?? projection.startsWith('gated-'),
        stack,
        crossAttention: stack === 'decoder',
      },
      { family: 'encoder-decoder' },
    );
  const blocksOf = (stack: 'encoder' | 'decoder', depth: number): Block[] =>
    blocksOfKinds(
      depth,
      (layer) => Math.min(layer, 1),
      (kind) => blockOf(stack, kind === 0),
    );
  return completeModel(
    {
      family: 'encoder-decoder',
      naming: 't5',
      embedding: {
        vocabSize: config.vocab_size,
        embeddingSize: config.d_model,
        maxPositionEmbeddings: 0,
        typeVocabSize: 0,
        norm: false,
      },
      positions: {
        kind: 'bucketed-biases',
        buckets: config.relative_attention_num_buckets,
        maxDistance: config.relative_attention_max_distance,
      },
      finalNorm: true,
      normKind: 'rms-norm',
      normEpsilon: config.layer_norm_epsilon,
      head: {
        kind: 'linear',
        tied: config.tie_word_embeddings,
        // The library scales the output before the embedding matrix alone.
        scale: config.tie_word_embeddings ? 1 / Math.sqrt(config.d_model) : 1,
      },
      initializerRange: config.initializer_range,
    },
    [
      ...blocksOf('encoder', config.num_layers),
      ...blocksOf('decoder', config.num_decoder_layers ?? config.num_layers),
    ],
  );
}

/** The activation function of `relu`, `gated-silu`; the library takes `gated-gelu` for gelu_new. */
function activationOf(projection: string): Activation {
  const name = projection === 'gated-gelu' ? 'gelu_new' : projection.replace('gated-', '');
  return isActivationName(name) ? ACTIVATION_NAMES[name] : 'relu';
}

/** Whether none of the classes that a config is of has the encoder alone, half of the model. */
function hasDecoder(architectures: unknown): boolean {
  return !(
    Array.isArray(architectures) &&
    architectures.some((name) => typeof name === 'string' && name.includes('Encoder'))
  );
}
