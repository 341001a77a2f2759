import { LLAMA } from './decoder-names.ts';
import type { WeightNames } from './weight-names.ts';

/** The names of models like Llama where they are others: those of published checkpoints. */
export const LLAMA_LIKE_NAMES = {
  baichuan: { ...LLAMA, queryKeyValue: 'W_pack' },
  deepseek: { ...LLAMA, sharedExpert: 'mlp.shared_experts' },
  exaone: {
    ...LLAMA,
    tokenEmbedding: 'transformer.wte',
    blocks: 'transformer.h',
    finalNorm: 'transformer.ln_f',
    operation: 'attn.attention',
    operationNorm: 'ln_1',
    feedForwardIn: 'mlp.c_fc_1',
    feedForwardGate: 'mlp.c_fc_0',
    feedForwardOut: 'mlp.c_proj',
    feedForwardNorm: 'ln_2',
    output: 'out_proj',
  },
  gemma2: { ...LLAMA, feedForwardNorm: 'pre_feedforward_layernorm' },
  'gpt-oss': { ...LLAMA, router: 'mlp.router' },
  granitemoe: {
    ...LLAMA,
    router: 'block_sparse_moe.router.layer',
    experts: 'block_sparse_moe',
    expertOut: 'output_linear.weight',
  },
  internlm2: {
    ...LLAMA,
    tokenEmbedding: 'model.tok_embeddings',
    head: 'output',
    operation: 'attention',
    operationNorm: 'attention_norm',
    feedForwardIn: 'feed_forward.w3',
    feedForwardGate: 'feed_forward.w1',
    feedForwardOut: 'feed_forward.w2',
    feedForwardNorm: 'ffn_norm',
    queryKeyValue: 'wqkv',
    output: 'wo',
  },
  llama4: {
    ...LLAMA,
    feedForwardIn: 'feed_forward.up_proj',
    feedForwardGate: 'feed_forward.gate_proj',
    feedForwardOut: 'feed_forward.down_proj',
    router: 'feed_forward.router',
    experts: 'feed_forward.experts',
    sharedExpert: 'feed_forward.shared_expert',
  },
  mixtral: {
    ...LLAMA,
    router: 'block_sparse_moe.gate',
    experts: 'block_sparse_moe.experts',
    expertIn: 'w3',
    expertGate: 'w1',
    expertOut: 'w2',
  },
} as const satisfies Readonly<Record<string, WeightNames>>;
