import { z } from 'zod';
import type { Block } from '../../architecture/block.ts';
import {
  completeBlock,
  completeModel,
  PLAIN_ATTENTION,
} from '../../architecture/complete-architecture.ts';
import { wholeNumber } from '../expectations.ts';
import { LIMITS } from '../limits.ts';
import { ACTIVATION_NAMES, activationName } from './activations.ts';
import { blocksOfKinds } from './blocks-of-kinds.ts';
import { defineFamily } from './family.ts';
import {
  checkHeads,
  deviation,
  epsilon,
  feedForward,
  heads,
  layers,
  positions,
  recordKeys,
  types,
  tokens,
  width,
} from './keys.ts';

/**
 * ALBERT (Lan et al. 2020), with its pooler: blocks in groups that share their weights, and an
 * embedding that is always projected. A group may have several blocks of its own; the model passes
 * through all of them wherever a layer is of the group.
 */
export const albert = defineFamily({
  modelType: 'albert',
  schema: () =>
    z.object({
      ...recordKeys('albert'),
      vocab_size: tokens(30_000),
      embedding_size: width(128),
      hidden_size: width(4096),
      num_hidden_layers: layers(12),
      num_hidden_groups: wholeNumber(1, LIMITS.blocks).default(1),
      inner_group_num: wholeNumber(1, LIMITS.blocks).default(1),
      num_attention_heads: heads(64),
      intermediate_size: feedForward(16_384),
      max_position_embeddings: positions(512),
      type_vocab_size: types(2),
      initializer_range: deviation(),
      hidden_act: activationName('gelu_new'),
      layer_norm_eps: epsilon(1e-12),
    }),
  passedOver: [
    ...['down_scale_factor', 'gap_size', 'net_structure_type', 'num_memory_blocks'],
    ...['tie_word_embeddings'],
  ],
  findConflicts: (config, issue) => {
    checkHeads(
      ['hidden_size', config.hidden_size],
      ['num_attention_heads', config.num_attention_heads],
      issue,
    );
    const { num_hidden_layers, num_hidden_groups, inner_group_num } = config;
    if (num_hidden_groups > num_hidden_layers) {
      issue(
        'num_hidden_groups',
        `${num_hidden_groups}: expected at most num_hidden_layers ${num_hidden_layers}`,
      );
    }
    const most = Math.floor(LIMITS.blocks / num_hidden_layers);
    if (inner_group_num > most) {
      issue(
        'inner_group_num',
        `${inner_group_num}: expected at most ${most} with num_hidden_layers ${num_hidden_layers}`,
      );
    }
  },
  architectureOf: (config) => {
    const blockOf = (group: number, inner: number): Block =>
      completeBlock(
        {
          hiddenSize: config.hidden_size,
          operation: PLAIN_ATTENTION,
          numAttentionHeads: config.num_attention_heads,
          feedForwardWidths: [config.intermediate_size],
          activation: ACTIVATION_NAMES[config.hidden_act],
          sharedAs: `${group}.albert_layers.${inner}`,
        },
        { family: 'encoder' },
      );
    const { num_hidden_layers: depth, num_hidden_groups: groups, inner_group_num: inner } = config;
    return completeModel(
      {
        family: 'encoder',
        naming: 'albert',
        embedding: {
          vocabSize: config.vocab_size,
          embeddingSize: config.embedding_size,
          maxPositionEmbeddings: config.max_position_embeddings,
          typeVocabSize: config.type_vocab_size,
          alwaysProjected: true,
        },
        normEpsilon: config.layer_norm_eps,
        pooler: true,
        initializerRange: config.initializer_range,
      },
      blocksOfKinds(
        depth * inner,
        // In doubles, as the library divides: 9 / (18 / 14) is a little less than 7.
        (place) =>
          Math.floor(Math.floor(place / inner) / (depth / groups)) * inner + (place % inner),
        (kind) => blockOf(Math.floor(kind / inner), kind % inner),
      ),
    );
  },
});
