import { z } from 'zod';
import type { SelfAttention } from '../../architecture/operation.ts';
import {
  completeBlock,
  completeModel,
  completeOperation,
} from '../../architecture/complete-architecture.ts';
import type { Positions } from '../../architecture/positions.ts';
import { quote } from '../../problem.ts';
import { orList, wholeNumber } from '../expectations.ts';
import { LIMITS } from '../limits.ts';
import { ACTIVATION_NAMES, activationName } from './activations.ts';
import { defineFamily } from './family.ts';
import {
  checkHeads,
  deviation,
  epsilon,
  feedForward,
  flag,
  heads,
  layers,
  orNull,
  positions,
  recordKeys,
  types,
  tokens,
  width,
} from './keys.ts';

/** The error of a list of the ways in which positions meet contents. */
export const attentionTypes = {
  error: 'expected a list of names, or names with | between, of "c2p" and "p2c"',
};

/** A number below 1, or none, stands for another key. */
export const distance = (): z.ZodDefault<z.ZodNumber> =>
  wholeNumber(-1, LIMITS.positions / 2).default(-1);

const schema = () =>
  z.object({
    ...recordKeys('deberta-v2'),
    vocab_size: tokens(128_100),
    embedding_size: orNull(LIMITS.hiddenSize),
    hidden_size: width(1536),
    num_hidden_layers: layers(24),
    num_attention_heads: heads(24),
    attention_head_size: orNull(LIMITS.hiddenSize),
    intermediate_size: feedForward(6144),
    max_position_embeddings: positions(512),
    type_vocab_size: types(0),
    position_biased_input: flag(true),
    relative_attention: flag(false),
    max_relative_positions: distance(),
    position_buckets: distance(),
    norm_rel_ebd: z
      .string({ error: 'expected names with | between, of "none" and "layer_norm"' })
      .default('none'),
    share_att_key: flag(false),
    pos_att_type: z
      .union([z.string(), z.array(z.string()), z.null()], attentionTypes)
      .default(null),
    conv_kernel_size: wholeNumber(0, LIMITS.kernelSize).default(0),
    conv_groups: wholeNumber(1, LIMITS.hiddenSize).default(1),
    conv_act: activationName('tanh'),
    initializer_range: deviation(),
    hidden_act: activationName('gelu'),
    layer_norm_eps: epsilon(1e-7),
  });

type Config = z.infer<ReturnType<typeof schema>>;

/**
 * DeBERTa-v2 and v3 (He et al. 2021), without the pooler, which belongs to its task heads: tokens
 * attend to tokens and to distances, and a convolution may follow the first block.
 */
export const debertaV2 = defineFamily({
  modelType: 'deberta-v2',
  schema,
  passedOver: [
    ...['pooler_dropout', 'pooler_hidden_act', 'pooler_hidden_size', 'legacy'],
    ...['tie_word_embeddings'],
  ],
  findConflicts: (config, issue) => {
    const { attention_head_size, hidden_size, num_attention_heads, conv_groups } = config;
    checkHeads(['hidden_size', hidden_size], ['num_attention_heads', num_attention_heads], issue);
    if (attention_head_size !== null) {
      if (attention_head_size * num_attention_heads !== hidden_size) {
        issue(
          'attention_head_size',
          `${attention_head_size}: expected ${hidden_size} / ${num_attention_heads}, since the output takes vectors of hidden_size`,
        );
      }
    }
    for (const [key, known] of [
      ['pos_att_type', ['c2p', 'p2c']],
      ['norm_rel_ebd', ['none', 'layer_norm']],
    ] as const) {
      const others = namesOf(config[key]).filter((name) => !known.some((one) => one === name));
      if (others.length > 0)
        issue(key, `${quote(others[0])}: expected ${orList(known.map(quote))}`);
    }
    if (config.conv_kernel_size > 0 && hidden_size % conv_groups !== 0) {
      issue('conv_groups', `${conv_groups}: expected a divisor of hidden_size ${hidden_size}`);
    }
  },
  architectureOf: (config) => {
    const operation = attentionOf(config);
    const convolution = {
      kernelSize: config.conv_kernel_size,
      groups: config.conv_groups,
      activation: ACTIVATION_NAMES[config.conv_act],
    };
    const norm = namesOf(config.norm_rel_ebd).includes('layer_norm');
    const distances = { count: config.relative_attention ? distancesOf(config) : 0, norm };
    const block = completeBlock(
      {
        hiddenSize: config.hidden_size,
        operation,
        numAttentionHeads: config.num_attention_heads,
        feedForwardWidths: [config.intermediate_size],
        activation: ACTIVATION_NAMES[config.hidden_act],
      },
      { family: 'encoder' },
    );
    return completeModel(
      {
        family: 'encoder',
        naming: 'deberta-v2',
        embedding: {
          vocabSize: config.vocab_size,
          embeddingSize: config.embedding_size ?? config.hidden_size,
          maxPositionEmbeddings: config.position_biased_input ? config.max_position_embeddings : 0,
          typeVocabSize: config.type_vocab_size,
          projected: 'sum',
          projectionBias: false,
          distances: config.relative_attention || norm ? distances : null,
        },
        ...(config.relative_attention && { positions: positionsOf(config) }),
        normEpsilon: config.layer_norm_eps,
        initializerRange: config.initializer_range,
      },
      Array.from({ length: config.num_hidden_layers }, (_, layer) =>
        layer === 0 && config.conv_kernel_size > 0 ? { ...block, convolution } : block,
      ),
    );
  },
});

/** The names of a list, or of a string with | between them; upper and lower case are the same. */
export function namesOf(names: string | readonly string[] | null): readonly string[] {
  if (typeof names !== 'string') return names ?? [];
  return names
    .toLowerCase()
    .split('|')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

/** The largest distance between two positions that has a vector or a bucket of its own. */
function maxDistanceOf({ max_relative_positions, max_position_embeddings }: Config): number {
  return max_relative_positions < 1 ? max_position_embeddings : max_relative_positions;
}

/** Distances to either side: of buckets where there are any, else of positions. */
function distancesOf(config: Config): number {
  const { position_buckets } = config;
  return 2 * (position_buckets > 0 ? position_buckets : maxDistanceOf(config));
}

function positionsOf(config: Config): Positions {
  const buckets = Math.max(0, config.position_buckets);
  return { kind: 'disentangled', buckets, maxDistance: maxDistanceOf(config) };
}

function attentionOf(config: Config): SelfAttention {
  const { pos_att_type, share_att_key } = config;
  const how = share_att_key ? 'shared' : 'own';
  const meets = (type: string): boolean =>
    config.relative_attention && namesOf(pos_att_type).includes(type);
  return completeOperation({
    kind: 'self-attention',
    similarity: 'scaled-dot-product',
    positionKeys: meets('c2p') ? how : null,
    positionQueries: meets('p2c') ? how : null,
  });
}
