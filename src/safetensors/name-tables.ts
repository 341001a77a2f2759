import type { NameTable } from './name-table.ts';
import { ownNames } from './own-names.ts';

/** The parts, each after a name and a dot. */
function under(name: string, parts: readonly string[]): string[] {
  return parts.map((part) => `${name}.${part}`);
}

const BERT_HEADS = [
  'pooler',
  'cls',
  'classifier',
  'qa_outputs',
  'lm_head',
  'discriminator_predictions',
  'generator_predictions',
  'generator_lm_head',
  'lm_predictions',
  'mask_predictions',
  'predictions',
  'sop_classifier',
];

const LLAMA_FEED_FORWARD = ['gate_proj', 'up_proj', 'gate_up_proj', 'down_proj'];

/**
 * How checkpoints call their weights, a table for each family of names: those of transformers by
 * model type, of LitGPT, of Transformer-XL, and of the models that zerolm writes.
 */
export const WRITTEN_TABLES: readonly NameTable[] = [
  ownNames('bert', {
    name: 'bert, electra, roberta, flexibert',
    family: 'encoder',
    prefixes: ['bert.', 'electra.', 'roberta.'],
    heads: BERT_HEADS,
    buffers: ['embeddings.position_ids', 'embeddings.token_type_ids'],
  }),
  {
    name: 'distilbert',
    family: 'encoder',
    prefixes: ['distilbert.'],
    embedding: under('embeddings', ['word_embeddings', 'position_embeddings', 'LayerNorm']),
    stacks: {
      'transformer.layer': {
        attention: [...under('attention', ['q_lin', 'k_lin', 'v_lin', 'out_lin']), 'sa_layer_norm'],
        feedForward: ['ffn.lin1', 'ffn.lin2', 'output_layer_norm'],
        residual: ['attention.out_lin', 'ffn.lin2'],
      },
    },
    other: [],
    heads: [
      ...['vocab_transform', 'vocab_layer_norm', 'vocab_projector'],
      ...['pre_classifier', 'classifier', 'qa_outputs'],
    ],
    buffers: ['embeddings.position_ids'],
  },
  {
    name: 'albert',
    family: 'encoder',
    prefixes: ['albert.'],
    embedding: [
      ...under('embeddings', [
        'word_embeddings',
        'position_embeddings',
        'token_type_embeddings',
        'LayerNorm',
      ]),
      'encoder.embedding_hidden_mapping_in',
    ],
    stacks: {
      'encoder.albert_layer_groups': {
        attention: under('albert_layers.#.attention', [
          'query',
          'key',
          'value',
          'dense',
          'LayerNorm',
        ]),
        feedForward: under('albert_layers.#', ['ffn', 'ffn_output', 'full_layer_layer_norm']),
        residual: ['albert_layers.#.attention.dense', 'albert_layers.#.ffn_output'],
      },
    },
    other: [],
    heads: BERT_HEADS,
    buffers: ['embeddings.position_ids', 'embeddings.token_type_ids'],
  },
  {
    name: 'deberta-v2',
    family: 'encoder',
    prefixes: ['deberta.'],
    embedding: [
      ...under('embeddings', [
        'word_embeddings',
        'position_embeddings',
        'token_type_embeddings',
        'LayerNorm',
        'embed_proj',
      ]),
      'encoder.rel_embeddings',
      'encoder.LayerNorm',
    ],
    stacks: {
      'encoder.layer': {
        attention: [
          ...under('attention.self', [
            'query_proj',
            'key_proj',
            'value_proj',
            'pos_key_proj',
            'pos_query_proj',
          ]),
          ...under('attention.output', ['dense', 'LayerNorm']),
        ],
        feedForward: ['intermediate.dense', 'output.dense', 'output.LayerNorm'],
        residual: ['attention.output.dense', 'output.dense'],
      },
    },
    firstAttention: ['encoder.conv.conv', 'encoder.conv.LayerNorm'],
    other: [],
    heads: BERT_HEADS,
    buffers: ['embeddings.position_ids'],
  },
  ownNames('gpt2', {
    name: 'gpt2',
    family: 'decoder',
    prefixes: ['transformer.'],
    heads: ['lm_head', 'score', 'multiple_choice_head'],
    fusedProjection: 'attn.c_attn',
    buffers: ['h.#.attn.bias', 'h.#.attn.masked_bias'],
  }),
  ownNames('litgpt', {
    name: 'litgpt',
    family: 'decoder',
    prefixes: ['transformer.'],
    heads: ['lm_head'],
  }),
  ownNames('transformer-xl', {
    name: 'transformer-xl',
    family: 'decoder',
    prefixes: [],
    heads: [],
  }),
  {
    name: 'gpt_neox',
    family: 'decoder',
    prefixes: ['gpt_neox.'],
    embedding: ['embed_in'],
    stacks: {
      layers: {
        attention: ['attention.query_key_value', 'attention.dense'],
        feedForward: ['mlp.dense_h_to_4h', 'mlp.dense_4h_to_h'],
        other: ['input_layernorm', 'post_attention_layernorm'],
        residual: ['attention.dense', 'mlp.dense_4h_to_h'],
        buffers: under('attention', ['bias', 'masked_bias', 'rotary_emb.inv_freq']),
      },
    },
    other: ['final_layer_norm'],
    heads: ['embed_out', 'score'],
    buffers: ['rotary_emb.inv_freq'],
  },
  {
    name: 'opt',
    family: 'decoder',
    prefixes: ['model.'],
    embedding: under('decoder', ['embed_tokens', 'embed_positions', 'project_in']),
    stacks: {
      'decoder.layers': {
        attention: under('self_attn', ['q_proj', 'k_proj', 'v_proj', 'out_proj']),
        feedForward: ['fc1', 'fc2'],
        other: ['self_attn_layer_norm', 'final_layer_norm'],
        residual: ['self_attn.out_proj', 'fc2'],
      },
    },
    other: ['decoder.project_out', 'decoder.final_layer_norm'],
    heads: ['lm_head', 'score', 'qa_outputs'],
  },
  {
    name: 'llama, mistral, mixtral, qwen2, qwen3, qwen2_moe, gemma',
    family: 'decoder',
    prefixes: ['model.'],
    embedding: ['embed_tokens'],
    stacks: {
      layers: {
        attention: under('self_attn', [
          ...['q_proj', 'k_proj', 'v_proj', 'qkv_proj', 'o_proj'],
          ...['q_norm', 'k_norm'],
        ]),
        feedForward: [
          ...under('mlp', LLAMA_FEED_FORWARD),
          'mlp.gate',
          ...under('mlp.experts.#', LLAMA_FEED_FORWARD),
          ...under('mlp.experts', ['gate_up_proj', 'down_proj']),
          ...under('mlp.shared_expert', LLAMA_FEED_FORWARD),
          'mlp.shared_expert_gate',
          'block_sparse_moe.gate',
          ...under('block_sparse_moe.experts.#', ['w1', 'w3', 'w2']),
        ],
        other: [
          'input_layernorm',
          'post_attention_layernorm',
          'pre_feedforward_layernorm',
          'post_feedforward_layernorm',
        ],
        residual: [
          'self_attn.o_proj',
          'mlp.down_proj',
          'mlp.experts.#.down_proj',
          'mlp.experts.down_proj',
          'mlp.shared_expert.down_proj',
          'block_sparse_moe.experts.#.w2',
        ],
        buffers: ['self_attn.rotary_emb.inv_freq'],
      },
    },
    other: ['norm'],
    heads: ['lm_head', 'score', 'qa_outputs'],
    buffers: ['rotary_emb.inv_freq'],
  },
  {
    name: 'phi',
    family: 'decoder',
    prefixes: ['model.'],
    embedding: ['embed_tokens'],
    stacks: {
      layers: {
        attention: under('self_attn', [
          ...['q_proj', 'k_proj', 'v_proj', 'dense'],
          ...['q_layernorm', 'k_layernorm'],
        ]),
        feedForward: ['mlp.fc1', 'mlp.fc2'],
        other: ['input_layernorm'],
        residual: ['self_attn.dense', 'mlp.fc2'],
        buffers: ['self_attn.rotary_emb.inv_freq'],
      },
    },
    other: ['final_layernorm'],
    heads: ['lm_head', 'score'],
    buffers: ['rotary_emb.inv_freq'],
  },
  {
    name: 't5',
    family: 'encoder-decoder',
    prefixes: [],
    embedding: ['shared', 'encoder.embed_tokens', 'decoder.embed_tokens'],
    stacks: {
      'encoder.block': {
        attention: under('layer.#.SelfAttention', ['q', 'k', 'v', 'o', 'relative_attention_bias']),
        feedForward: under('layer.#.DenseReluDense', ['wi', 'wi_0', 'wi_1', 'wo']),
        other: ['layer.#.layer_norm'],
        residual: ['layer.#.SelfAttention.o', 'layer.#.DenseReluDense.wo'],
        plain: ['layer.#.SelfAttention.relative_attention_bias'],
      },
      'decoder.block': {
        attention: [
          ...under('layer.#.SelfAttention', ['q', 'k', 'v', 'o', 'relative_attention_bias']),
          ...under('layer.#.EncDecAttention', ['q', 'k', 'v', 'o', 'relative_attention_bias']),
        ],
        feedForward: under('layer.#.DenseReluDense', ['wi', 'wi_0', 'wi_1', 'wo']),
        other: ['layer.#.layer_norm'],
        residual: [
          'layer.#.SelfAttention.o',
          'layer.#.EncDecAttention.o',
          'layer.#.DenseReluDense.wo',
        ],
        plain: under('layer.#', [
          'SelfAttention.relative_attention_bias',
          'EncDecAttention.relative_attention_bias',
        ]),
      },
    },
    other: ['encoder.final_layer_norm', 'decoder.final_layer_norm'],
    heads: ['lm_head'],
  },
];
