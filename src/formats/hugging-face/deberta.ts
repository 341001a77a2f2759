import { z } from 'zod';
import { quote } from '../../problem.ts';
import { LIMITS } from '../limits.ts';
import { ACTIVATION_NAMES, activationName } from './activations.ts';
import { attentionTypes, distance, namesOf } from './deberta-v2.ts';
import {
  deviation,
  epsilon,
  feedForward,
  flag,
  heads,
  layers,
  orNull,
  positions,
  recordKeys,
  tokens,
  types,
  width,
} from './keys.ts';
import { isOff } from './other-keys.ts';
import { defineUniform } from './uniform-family.ts';

const WAYS = ['c2p', 'p2c'];

/**
 * DeBERTa (He et al. 2021), the first version, without the pooler, which belongs to its task heads:
 * one matrix without biases for query, key and value, and biases of query and value alone.
 */
export const deberta = defineUniform({
  family: 'encoder',
  divided: ['hidden_size', 'num_attention_heads'],
  modelType: 'deberta',
  schema: () =>
    z.object({
      ...recordKeys('deberta'),
      vocab_size: tokens(50_265),
      embedding_size: orNull(LIMITS.hiddenSize),
      hidden_size: width(768),
      num_hidden_layers: layers(12),
      num_attention_heads: heads(12),
      intermediate_size: feedForward(3072),
      max_position_embeddings: positions(512),
      type_vocab_size: types(0),
      position_biased_input: flag(true),
      relative_attention: flag(false),
      max_relative_positions: distance(),
      pos_att_type: z
        .union([z.string(), z.array(z.string()), z.null()], attentionTypes)
        .default(null),
      initializer_range: deviation(),
      hidden_act: activationName('gelu'),
      layer_norm_eps: epsilon(1e-7),
    }),
  passedOver: [
    ...['pooler_dropout', 'pooler_hidden_act', 'pooler_hidden_size', 'legacy', 'padding_idx'],
    ...['tie_word_embeddings'],
  ],
  // Projections of the scores over heads, which no published model has.
  unread: { talking_head: isOff },
  sizesOf: (config) => ({
    vocabSize: config.vocab_size,
    hiddenSize: config.hidden_size,
    depth: config.num_hidden_layers,
    heads: config.num_attention_heads,
    width: config.intermediate_size,
  }),
  check: ({ pos_att_type }, issue) => {
    const other = namesOf(pos_att_type).find((name) => !WAYS.includes(name));
    if (other !== undefined) issue('pos_att_type', `${quote(other)}: expected "c2p" or "p2c"`);
  },
  modelOf: (config) => {
    const { max_relative_positions, max_position_embeddings, relative_attention } = config;
    const most = max_relative_positions < 1 ? max_position_embeddings : max_relative_positions;
    const meets = (way: string): 'own' | null =>
      relative_attention && namesOf(config.pos_att_type).includes(way) ? 'own' : null;
    return {
      naming: 'deberta',
      attention: {
        fusedQueryKeyValue: true,
        fusedRows: 'heads',
        keyBias: false,
        positionKeys: meets('c2p'),
        positionQueries: meets('p2c'),
      },
      block: { activation: ACTIVATION_NAMES[config.hidden_act] },
      embedding: {
        embeddingSize: config.embedding_size ?? config.hidden_size,
        maxPositionEmbeddings: config.position_biased_input ? max_position_embeddings : 0,
        typeVocabSize: config.type_vocab_size,
        projected: 'sum',
        projectionBias: false,
        distances: relative_attention ? { count: 2 * most, norm: false } : null,
      },
      ...(relative_attention && {
        positions: { kind: 'disentangled', buckets: 0, maxDistance: most },
      }),
      normEpsilon: config.layer_norm_eps,
      initializerRange: config.initializer_range,
    };
  },
});
