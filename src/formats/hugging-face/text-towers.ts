import { z } from 'zod';
import type { Architecture } from '../../architecture/architecture.ts';
import {
  completeBlock,
  completeModel,
  PLAIN_ATTENTION,
} from '../../architecture/complete-architecture.ts';
import { LIMITS } from '../limits.ts';
import { ACTIVATION_NAMES, activationName, type ActivationName } from './activations.ts';
import { defineFamily, type HuggingFaceFamily, type Issue } from './family.ts';
import {
  checkHeads,
  deviation,
  epsilon,
  feedForward,
  heads,
  layers,
  orNull,
  positions,
  recordKeys,
  tokens,
  width,
} from './keys.ts';

/** What the text towers of CLIP and SigLIP differ in. */
interface Variant {
  readonly modelType: 'clip_text_model' | 'siglip_text_model';
  readonly vocabSize: number;
  readonly hiddenSize: number;
  readonly heads: number;
  readonly positions: number;
  readonly activation: ActivationName;
  readonly normEpsilon: number;
  readonly causal: boolean;
}

const CLIP: Variant = {
  modelType: 'clip_text_model',
  vocabSize: 49_408,
  hiddenSize: 512,
  heads: 8,
  positions: 77,
  activation: 'quick_gelu',
  normEpsilon: 1e-5,
  causal: true,
};

const SIGLIP: Variant = {
  modelType: 'siglip_text_model',
  vocabSize: 32_000,
  hiddenSize: 768,
  heads: 12,
  positions: 64,
  activation: 'gelu_pytorch_tanh',
  normEpsilon: 1e-6,
  causal: false,
};

const towerKeys = (own: Variant) => ({
  ...recordKeys(own.modelType),
  vocab_size: tokens(own.vocabSize),
  hidden_size: width(own.hiddenSize),
  num_hidden_layers: layers(12),
  num_attention_heads: heads(own.heads),
  intermediate_size: feedForward(4 * own.hiddenSize),
  max_position_embeddings: positions(own.positions),
  hidden_act: activationName(own.activation),
  layer_norm_eps: epsilon(own.normEpsilon),
  initializer_range: deviation(),
});

type TowerConfig = Omit<z.infer<z.ZodObject<ReturnType<typeof towerKeys>>>, 'model_type'>;

const PASSED_OVER = ['projection_dim', 'tie_word_embeddings', 'unk_token_id'];

function checkTower(config: TowerConfig, issue: Issue): void {
  const size = ['hidden_size', config.hidden_size] as const;
  checkHeads(size, ['num_attention_heads', config.num_attention_heads], issue);
}

function towerOf(config: TowerConfig, own: Variant): Architecture {
  const block = completeBlock(
    {
      hiddenSize: config.hidden_size,
      operation: PLAIN_ATTENTION,
      numAttentionHeads: config.num_attention_heads,
      feedForwardWidths: [config.intermediate_size],
      activation: ACTIVATION_NAMES[config.hidden_act],
      norm: 'pre',
      causal: own.causal,
    },
    { family: 'encoder' },
  );
  return completeModel(
    {
      family: 'encoder',
      naming: 'clip-text',
      embedding: {
        vocabSize: config.vocab_size,
        embeddingSize: config.hidden_size,
        maxPositionEmbeddings: config.max_position_embeddings,
        typeVocabSize: 0,
        norm: false,
      },
      finalNorm: true,
      normEpsilon: config.layer_norm_eps,
      initializerRange: config.initializer_range,
    },
    Array.from({ length: config.num_hidden_layers }, () => block),
  );
}

/** The text tower of CLIP (Radford et al. 2021), a causal encoder. */
const clipText = defineFamily({
  modelType: 'clip_text_model',
  schema: () => z.object(towerKeys(CLIP)),
  passedOver: PASSED_OVER,
  findConflicts: checkTower,
  architectureOf: (config) => towerOf(config, CLIP),
});

/** The text tower of SigLIP (Zhai et al. 2023), with a linear layer that makes a vector of a text. */
const siglipText = defineFamily({
  modelType: 'siglip_text_model',
  schema: () => z.object({ ...towerKeys(SIGLIP), projection_size: orNull(LIMITS.hiddenSize) }),
  passedOver: PASSED_OVER,
  findConflicts: checkTower,
  architectureOf: (config) => {
    const { projection_size: outputs, hidden_size: hiddenSize } = config;
    return {
      ...towerOf(config, SIGLIP),
      pooler: true,
      poolerWidth: outputs === hiddenSize ? null : outputs,
    };
  },
});

/** The text towers of models of images and texts. */
export const textTowers: readonly HuggingFaceFamily[] = [clipText, siglipText];
