import { CONVBERT, DEBERTA, MODERNBERT, MPNET, NOMIC_BERT, XLM } from './bert-like-names.ts';
import { GPT2, GPT_NEOX, LLAMA, OPT, T5 } from './decoder-names.ts';
import { BART, BART_TWO_VOCABULARIES, WHISPER } from './encoder-decoder-names.ts';
import { ALBERT, BERT, DEBERTA_V2, DISTILBERT, prefixed } from './encoder-names.ts';
import {
  CODEGEN,
  FALCON,
  FALCON_TWO_NORMS,
  GPTJ,
  GPT_NEO,
  MPT,
  STABLELM,
  STARCODER2,
} from './gpt-like-names.ts';
import { LLAMA_LIKE_NAMES } from './llama-like-names.ts';
import { CLIP_TEXT, CLIP_VISION, DEIT, DINOV2, DINOV2_GATED, TIMM, VIT } from './vision-names.ts';
import type { WeightNames } from './weight-names.ts';

/**
 * Weight names after the checkpoints of the transformers library, of LitGPT, and of the
 * Transformer-XL of its authors. `bert` is BERT alone, `bert-checkpoint` the model inside one with a
 * head. A part that a model has not gets a name in the manner of the others.
 */
const TABLES = {
  ...LLAMA_LIKE_NAMES,
  albert: ALBERT,
  bart: BART,
  'bart-two-vocabularies': BART_TWO_VOCABULARIES,
  bert: BERT,
  'bert-checkpoint': prefixed(BERT, 'bert'),
  bloom: FALCON,
  codegen: CODEGEN,
  convbert: CONVBERT,
  deberta: DEBERTA,
  'clip-text': CLIP_TEXT,
  'clip-vision': CLIP_VISION,
  'deberta-v2': DEBERTA_V2,
  deit: DEIT,
  dinov2: DINOV2,
  'dinov2-gated': DINOV2_GATED,
  distilbert: DISTILBERT,
  electra: prefixed(BERT, 'electra'),
  falcon: FALCON,
  'falcon-two-norms': FALCON_TWO_NORMS,
  gpt2: { ...GPT2, inputsFirst: 'matrices' },
  'gpt-bigcode': GPT2,
  'gpt-neo': GPT_NEO,
  gptj: GPTJ,
  'gpt-neox': GPT_NEOX,
  llama: LLAMA,
  mobilebert: prefixed(
    { ...BERT, embeddingProjection: 'embeddings.embedding_transformation' },
    'mobilebert',
  ),
  modernbert: MODERNBERT,
  mpnet: MPNET,
  mpt: MPT,
  'nomic-bert': NOMIC_BERT,
  opt: OPT,
  phi: {
    ...LLAMA,
    finalNorm: 'model.final_layernorm',
    feedForwardIn: 'mlp.fc1',
    feedForwardOut: 'mlp.fc2',
    output: 'dense',
    queryNorm: 'q_layernorm',
    keyNorm: 'k_layernorm',
  },
  roberta: prefixed(BERT, 'roberta'),
  stablelm: STABLELM,
  starcoder2: STARCODER2,
  t5: T5,
  xlm: XLM,
  timm: TIMM,
  vit: VIT,
  whisper: WHISPER,
  litgpt: {
    ...GPT2,
    operationNorm: 'norm_1',
    feedForwardIn: 'mlp.fc',
    feedForwardOut: 'mlp.proj',
    feedForwardNorm: 'norm_2',
    queryKeyValue: 'attn',
    output: 'proj',
  },
  'transformer-xl': {
    ...GPT2,
    tokenEmbedding: 'word_emb',
    positions: 'pos_emb',
    tokenTypes: 'type_emb',
    embeddingNorm: 'emb_norm',
    embeddingProjection: 'emb_proj',
    blocks: 'layers',
    finalNorm: 'layer_norm',
    head: 'crit',
    operation: 'dec_attn',
    operationNorm: 'dec_attn.layer_norm',
    feedForwardIn: 'pos_ff.CoreNet.0',
    feedForwardStack: 'pos_ff.stack',
    feedForwardOut: 'pos_ff.CoreNet.3',
    feedForwardNorm: 'pos_ff.layer_norm',
    queryKeyValue: 'qkv_net',
    output: 'o_net',
  },
} satisfies Record<string, WeightNames>;

/** The models after whose checkpoints weights may be named. */
export type Naming = keyof typeof TABLES;

/** The names of weights by naming. */
export const WEIGHT_NAMES: Readonly<Record<Naming, WeightNames>> = TABLES;

/** Every naming. */
export const NAMINGS: readonly Naming[] = Object.keys(WEIGHT_NAMES).filter(isNaming);

function isNaming(name: string): name is Naming {
  return Object.hasOwn(WEIGHT_NAMES, name);
}
