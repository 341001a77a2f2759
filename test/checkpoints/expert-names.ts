import { GROUPED, GROUPED_LETTERS, HEAD, LLAMA_ATTENTION, type NamedModel } from './named-model.ts';

/** A bias of every projection of attention. */
const ATTENTION_BIASES = {
  'model.layers.{n}.self_attn.q_proj.bias': 'a',
  'model.layers.{n}.self_attn.k_proj.bias': 'c',
  'model.layers.{n}.self_attn.v_proj.bias': 'c',
  'model.layers.{n}.self_attn.o_proj.bias': 'h',
};

/** Decoders with experts, most of them in tensors of three dimensions, by their `model_type`. */
export const MODELS_OF_EXPERTS: Readonly<Record<string, NamedModel>> = {
  gpt_oss: {
    config: { ...GROUPED, num_local_experts: 3, num_experts_per_tok: 2, head_dim: 6 },
    letters: { ...GROUPED_LETTERS, g: 40, n: 4 },
    tensors: {
      ...LLAMA_ATTENTION,
      ...ATTENTION_BIASES,
      ...HEAD,
      'model.layers.{n}.self_attn.sinks': 'n',
      'model.layers.{n}.mlp.router.weight': 'x h',
      'model.layers.{n}.mlp.router.bias': 'x',
      'model.layers.{n}.mlp.experts.gate_up_proj': 'x h g',
      'model.layers.{n}.mlp.experts.gate_up_proj_bias': 'x g',
      'model.layers.{n}.mlp.experts.down_proj': 'x f h',
      'model.layers.{n}.mlp.experts.down_proj_bias': 'x h',
    },
  },
  llama4_text: {
    config: { ...GROUPED, num_local_experts: 3, head_dim: 6, interleave_moe_layer_step: 1 },
    letters: { ...GROUPED_LETTERS, g: 40 },
    tensors: {
      ...LLAMA_ATTENTION,
      ...HEAD,
      'model.layers.{n}.feed_forward.router.weight': 'x h',
      'model.layers.{n}.feed_forward.experts.gate_up_proj': 'x h g',
      'model.layers.{n}.feed_forward.experts.down_proj': 'x f h',
      'model.layers.{n}.feed_forward.shared_expert.gate_proj.weight': 'f h',
      'model.layers.{n}.feed_forward.shared_expert.up_proj.weight': 'f h',
      'model.layers.{n}.feed_forward.shared_expert.down_proj.weight': 'h f',
    },
  },
  granitemoe: {
    config: {
      ...GROUPED,
      num_local_experts: 3,
      num_experts_per_tok: 2,
      tie_word_embeddings: false,
    },
    letters: { ...GROUPED_LETTERS, g: 40 },
    tensors: {
      ...LLAMA_ATTENTION,
      ...HEAD,
      'model.layers.{n}.block_sparse_moe.router.layer.weight': 'x h',
      'model.layers.{n}.block_sparse_moe.input_linear.weight': 'x g h',
      'model.layers.{n}.block_sparse_moe.output_linear.weight': 'x h f',
    },
  },
};
