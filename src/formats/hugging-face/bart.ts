import { z } from 'zod';
import type { Architecture } from '../../architecture/architecture.ts';
import { completeModel } from '../../architecture/complete-architecture.ts';
import { LIMITS } from '../limits.ts';
import {
  checkStackConfig,
  STACK_ALIASES,
  stackBlocks,
  stackKeys,
  type StackConfig,
  type StackSizes,
} from './encoder-decoder-keys.ts';
import { defineFamily, type HuggingFaceFamily } from './family.ts';
import { flag, orNull, positions, recordKeys } from './keys.ts';

/** Where the descendants of BART differ. */
interface Variant extends StackSizes {
  readonly modelType: string;
  readonly norm: 'pre' | 'post';
  /** Whether a norm follows the embeddings of each stack. */
  readonly embeddingNorm: boolean;
  /** Learned positions, and the rows of their matrix before the first; null for sinusoidal ones. */
  readonly learned: { readonly count: number; readonly first: number } | null;
}

const LARGE = {
  vocabSize: 50_265,
  hiddenSize: 1024,
  layers: [12, 12],
  heads: 16,
  feedForwardWidth: 4096,
  activation: 'gelu',
  scaled: false,
} as const satisfies StackSizes;

/** The rows that fairseq reserves. */
const OFFSET = 2;

const VARIANTS: readonly Variant[] = [
  {
    ...LARGE,
    modelType: 'bart',
    norm: 'post',
    embeddingNorm: true,
    learned: { count: 1024, first: OFFSET },
  },
  {
    ...LARGE,
    modelType: 'mbart',
    norm: 'pre',
    embeddingNorm: true,
    learned: { count: 1024, first: OFFSET },
  },
  {
    ...LARGE,
    modelType: 'm2m_100',
    vocabSize: 128_112,
    activation: 'relu',
    scaled: true,
    norm: 'pre',
    embeddingNorm: false,
    learned: null,
  },
  { ...LARGE, modelType: 'pegasus', norm: 'pre', embeddingNorm: false, learned: null },
  {
    ...LARGE,
    modelType: 'blenderbot',
    vocabSize: 8008,
    hiddenSize: 2560,
    layers: [2, 24],
    heads: 32,
    feedForwardWidth: 10_240,
    norm: 'pre',
    embeddingNorm: false,
    learned: { count: 128, first: 0 },
  },
];

const MARIAN: Variant = {
  ...LARGE,
  modelType: 'marian',
  vocabSize: 58_101,
  norm: 'post',
  embeddingNorm: false,
  learned: null,
};

/** Keys of these families that shape no weight: buffers, switches of early versions, dropout. */
const PASSED_OVER = [
  ...['encoder_layerdrop', 'decoder_layerdrop', 'add_bias_logits', 'add_final_layer_norm'],
  ...['normalize_before', 'normalize_embedding', 'static_position_embeddings'],
  ...['extra_pos_embeddings', 'force_bos_token_to_be_generated', 'classif_dropout'],
  ...['extra_layer_norm', 'do_blenderbot_90_layernorm', 'layernorm_variant'],
  ...['variant', 'unk_token_id', 'gradient_checkpointing', 'num_beams', 'max_length'],
];

/** The model of a config, in which both stacks share one embedding of tokens. */
function bartOf(config: StackConfig, own: Variant, maxPositions: number): Architecture {
  const rows = own.learned === null ? 0 : maxPositions + own.learned.first;
  return completeModel(
    {
      family: 'encoder-decoder',
      naming: 'bart',
      embedding: {
        vocabSize: config.vocab_size,
        embeddingSize: config.d_model,
        maxPositionEmbeddings: rows,
        typeVocabSize: 0,
        norm: own.embeddingNorm,
        scale: config.scale_embedding ? Math.sqrt(config.d_model) : 1,
        decoder:
          rows > 0 || own.embeddingNorm
            ? { vocabSize: null, maxPositionEmbeddings: rows, norm: own.embeddingNorm }
            : null,
      },
      positions:
        own.learned === null
          ? { kind: 'sinusoidal' }
          : { kind: 'learned', first: own.learned.first },
      finalNorm: own.norm === 'pre',
      // The library leaves PyTorch's.
      normEpsilon: 1e-5,
      head: { kind: 'linear', tied: config.tie_word_embeddings },
      initializerRange: config.init_std,
    },
    stackBlocks(config, own),
  );
}

function familyOf(own: Variant): HuggingFaceFamily {
  const { modelType, learned } = own;
  const common = {
    modelType,
    aliases: STACK_ALIASES,
    passedOver: PASSED_OVER,
    findConflicts: checkStackConfig,
  };
  const keys = () => ({ ...recordKeys(modelType), ...stackKeys(own) });
  return learned === null
    ? defineFamily({
        ...common,
        schema: () => z.object(keys()),
        architectureOf: (config) => bartOf(config, own, 0),
      })
    : defineFamily({
        ...common,
        schema: () => z.object({ ...keys(), max_position_embeddings: positions(learned.count) }),
        architectureOf: (config) => bartOf(config, own, config.max_position_embeddings),
      });
}

/**
 * Marian (Junczys-Dowmunt et al. 2018), whose decoder may have a vocabulary, and so an embedding of
 * tokens, of its own.
 */
const marian = defineFamily({
  modelType: 'marian',
  schema: () =>
    z.object({
      ...recordKeys('marian'),
      ...stackKeys(MARIAN),
      decoder_vocab_size: orNull(LIMITS.vocabSize),
      share_encoder_decoder_embeddings: flag(true),
    }),
  aliases: STACK_ALIASES,
  passedOver: PASSED_OVER,
  findConflicts: (config, issue) => {
    checkStackConfig(config, issue);
    const { vocab_size, decoder_vocab_size: own } = config;
    if (config.share_encoder_decoder_embeddings && own !== null && own !== vocab_size) {
      issue(
        'decoder_vocab_size',
        `${own}: expected vocab_size ${vocab_size}, since share_encoder_decoder_embeddings is true; set that to false for two vocabularies`,
      );
    }
  },
  architectureOf: (config) => {
    const shared = bartOf(config, MARIAN, 0);
    if (config.share_encoder_decoder_embeddings) return shared;
    const vocabSize = config.decoder_vocab_size ?? config.vocab_size;
    const decoder = { vocabSize, maxPositionEmbeddings: 0, norm: false };
    const embedding = { ...shared.embedding, decoder };
    return { ...shared, naming: 'bart-two-vocabularies', embedding };
  },
});

/**
 * BART (Lewis et al. 2020) and its descendants: mBART (Liu et al. 2020), M2M-100 (Fan et al. 2021),
 * PEGASUS (Zhang et al. 2020), Blenderbot (Roller et al. 2021) and Marian. An encoder and a decoder,
 * each with norms, positions and a depth of its own. Fixed positions and the bias of the scores are
 * buffers, and no parameters.
 */
export const bartFamilies: readonly HuggingFaceFamily[] = [...VARIANTS.map(familyOf), marian];
