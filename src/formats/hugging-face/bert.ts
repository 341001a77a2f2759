import { z } from 'zod';
import type { Architecture } from '../../architecture/architecture.ts';
import type { Naming } from '../../architecture/naming-tables.ts';
import {
  completeBlock,
  completeModel,
  PLAIN_ATTENTION,
  type PartialModel,
} from '../../architecture/complete-architecture.ts';
import { ACTIVATION_NAMES, activationName, type ActivationName } from './activations.ts';
import { defineFamily, type HuggingFaceFamily } from './family.ts';
import {
  checkHeads,
  deviation,
  epsilon,
  feedForward,
  flag,
  heads,
  layers,
  positions,
  recordKeys,
  types,
  tokens,
  width,
} from './keys.ts';

const encoderKeys = () => ({
  num_hidden_layers: layers(12),
  intermediate_size: feedForward(3072),
  type_vocab_size: types(2),
  initializer_range: deviation(),
  hidden_act: activationName('gelu'),
  layer_norm_eps: epsilon(1e-12),
  is_decoder: flag(false),
});

interface EncoderConfig {
  readonly vocab_size: number;
  readonly hidden_size: number;
  readonly num_hidden_layers: number;
  readonly num_attention_heads: number;
  readonly intermediate_size: number;
  readonly max_position_embeddings: number;
  readonly type_vocab_size: number;
  readonly initializer_range: number;
  readonly hidden_act: ActivationName;
  readonly layer_norm_eps: number;
  readonly is_decoder: boolean;
}

function encoderOf(
  config: EncoderConfig,
  naming: Naming,
  {
    embeddingSize = config.hidden_size,
    ...rest
  }: Partial<PartialModel> & {
    readonly embeddingSize?: number;
  } = {},
): Architecture {
  const block = completeBlock(
    {
      hiddenSize: config.hidden_size,
      operation: PLAIN_ATTENTION,
      numAttentionHeads: config.num_attention_heads,
      feedForwardWidths: [config.intermediate_size],
      activation: ACTIVATION_NAMES[config.hidden_act],
      causal: config.is_decoder,
    },
    { family: 'encoder' },
  );
  return completeModel(
    {
      family: 'encoder',
      naming,
      embedding: {
        vocabSize: config.vocab_size,
        embeddingSize,
        maxPositionEmbeddings: config.max_position_embeddings,
        typeVocabSize: config.type_vocab_size,
      },
      normEpsilon: config.layer_norm_eps,
      initializerRange: config.initializer_range,
      ...rest,
    },
    Array.from({ length: config.num_hidden_layers }, () => block),
  );
}

/** BERT (Devlin et al. 2019), with its pooler. */
export const bert = defineFamily({
  modelType: 'bert',
  schema: () =>
    z.object({
      ...recordKeys('bert'),
      ...encoderKeys(),
      vocab_size: tokens(30_522),
      hidden_size: width(768),
      num_attention_heads: heads(12),
      max_position_embeddings: positions(512),
    }),
  // Of the first implementation: the pooler has the hidden size whatever they say.
  passedOver: [
    ...['pooler_fc_size', 'pooler_num_attention_heads', 'pooler_num_fc_layers'],
    ...['pooler_size_per_head', 'pooler_type', 'directionality', 'tie_word_embeddings'],
  ],
  findConflicts: checkEncoderHeads,
  architectureOf: (config) => encoderOf(config, 'bert-checkpoint', { pooler: true }),
});

/** A family with the blocks and the checkpoint names of RoBERTa, and its pooler. */
const robertaLike = (modelType: string, vocab: number): HuggingFaceFamily =>
  defineFamily({
    modelType,
    schema: () =>
      z.object({
        ...recordKeys(modelType),
        ...encoderKeys(),
        vocab_size: tokens(vocab),
        hidden_size: width(768),
        num_attention_heads: heads(12),
        max_position_embeddings: positions(512),
      }),
    passedOver: ['tie_word_embeddings'],
    findConflicts: checkEncoderHeads,
    architectureOf: (config) => encoderOf(config, 'roberta', { pooler: true }),
  });

/** RoBERTa (Liu et al. 2019): two of its positions are of the padding. */
export const roberta = robertaLike('roberta', 50_265);

/** XLM-RoBERTa (Conneau et al. 2020). */
export const xlmRoberta = robertaLike('xlm-roberta', 30_522);

/** CamemBERT (Martin et al. 2020). */
export const camembert = robertaLike('camembert', 30_522);

/** ELECTRA (Clark et al. 2020), either of its two models; it has no pooler. */
export const electra = defineFamily({
  modelType: 'electra',
  schema: () =>
    z.object({
      ...recordKeys('electra'),
      ...encoderKeys(),
      vocab_size: tokens(30_522),
      embedding_size: width(128),
      hidden_size: width(256),
      num_attention_heads: heads(4),
      intermediate_size: feedForward(1024),
      max_position_embeddings: positions(512),
    }),
  // A summary for tasks follows the model.
  passedOver: [
    ...['summary_type', 'summary_use_proj', 'summary_activation', 'summary_last_dropout'],
    ...['generator_size', 'generator_layers', 'generator_hidden_size', 'tie_word_embeddings'],
  ],
  findConflicts: checkEncoderHeads,
  architectureOf: (config) =>
    encoderOf(config, 'electra', { embeddingSize: config.embedding_size }),
});

function checkEncoderHeads(
  config: Pick<EncoderConfig, 'hidden_size' | 'num_attention_heads'>,
  issue: (path: string, message: string) => void,
): void {
  checkHeads(
    ['hidden_size', config.hidden_size],
    ['num_attention_heads', config.num_attention_heads],
    issue,
  );
}
