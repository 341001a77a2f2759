import type { Naming } from './architecture.ts';
import { GPT2, GPT_NEOX, LLAMA, OPT, T5 } from './decoder-names.ts';
import { ALBERT, BERT, DEBERTA_V2, DISTILBERT, prefixed } from './encoder-names.ts';
import type { WeightNames } from './weight-names.ts';

/**
 * Weight names after the checkpoints of the transformers library, of LitGPT, and of the
 * Transformer-XL of its authors. `bert` is BERT alone, `bert-checkpoint` the model inside one with a
 * head. A part that a model has not gets a name in the manner of the others.
 */
export const WEIGHT_NAMES: Readonly<Record<Naming, WeightNames>> = {
  albert: ALBERT,
  bert: BERT,
  'bert-checkpoint': prefixed(BERT, 'bert'),
  'deberta-v2': DEBERTA_V2,
  distilbert: DISTILBERT,
  electra: prefixed(BERT, 'electra'),
  gpt2: { ...GPT2, inputsFirst: true },
  'gpt-neox': GPT_NEOX,
  llama: LLAMA,
  mixtral: {
    ...LLAMA,
    router: 'block_sparse_moe.gate',
    experts: 'block_sparse_moe.experts',
    expertIn: 'w3',
    expertGate: 'w1',
    expertOut: 'w2',
  },
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
  t5: T5,
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
};

/** Every naming. */
export const NAMINGS: readonly Naming[] = Object.keys(WEIGHT_NAMES).filter(isNaming);

function isNaming(name: string): name is Naming {
  return Object.hasOwn(WEIGHT_NAMES, name);
}
