import { describe, expect, test } from 'vitest';
import { formatProblem } from '../../../src/problem.ts';
import { huggingFace, problemsOf, readSpec } from '../specs.ts';

describe('a config that contradicts itself', () => {
  test.each<[string, object, string]>([
    [
      'granite',
      { num_key_value_heads: 3 },
      'num_key_value_heads: 3: expected a divisor of num_attention_heads 4',
    ],
    [
      'granite',
      { num_attention_heads: 5, num_key_value_heads: 5 },
      'num_attention_heads: 5: expected a divisor of hidden_size 12',
    ],
    [
      'olmoe',
      { num_experts: 4, num_experts_per_tok: 5 },
      'num_experts_per_tok: 5: expected at most num_experts 4',
    ],
    [
      'gpt_oss',
      { num_local_experts: 2 },
      'num_experts_per_tok: 4: expected at most num_local_experts 2',
    ],
    [
      'deepseek_v3',
      { n_routed_experts: 4, n_group: 4, num_key_value_heads: 4 },
      'num_experts_per_tok: 8: expected at most n_routed_experts 4',
    ],
    [
      'deepseek_v3',
      { topk_group: 9, num_key_value_heads: 4 },
      'topk_group: 9: expected at most n_group 8',
    ],
    [
      'deepseek_v2',
      { num_key_value_heads: 2 },
      'num_key_value_heads: 2: expected num_attention_heads 4, since every head has a key of its own',
    ],
    [
      'gemma2',
      { head_dim: 65_536 * 2 },
      'head_dim: 131072: expected a whole number from 1 to 65536',
    ],
    [
      'ministral',
      { layer_types: ['full_attention'] },
      'layer_types: 1 kinds: expected one for each of num_hidden_layers 2',
    ],
    [
      'ministral',
      { layer_types: ['full_attention', 'linear_attention'] },
      'layer_types[1]: "linear_attention": expected "full_attention", "sliding_attention" or "chunked_attention"',
    ],
    [
      'smollm3',
      { no_rope_layers: [1] },
      'no_rope_layers: 1 flags: expected one for each of num_hidden_layers 2',
    ],
    [
      'llama4_text',
      { moe_layers: [2] },
      'moe_layers: 2: expected blocks below num_hidden_layers 2',
    ],
    [
      'phi3',
      { rope_scaling: { type: 'magic', factor: 2 } },
      'rope_scaling.type: "magic": expected "default", "mrope", "linear", "dynamic", "yarn", "llama3", "longrope" or "su"',
    ],
    [
      'llama',
      { rope_scaling: { rope_type: 'linear' } },
      'rope_scaling.factor: missing: expected a number above 0 with rope_type "linear"',
    ],
    [
      'gemma3_text',
      { rope_parameters: { full_attention: { rope_type: 'yarn', factor: '2' } } },
      'rope_parameters.full_attention.factor: "2": expected a number above 0 with rope_type "yarn"',
    ],
    [
      'granite',
      { attention_multiplier: 0 },
      'attention_multiplier: 0: expected a number from 1e-9 to 1000000000',
    ],
  ])('of %s, %o, is refused', (model_type, changes, message) => {
    expect(problemsOf(huggingFace({ model_type, ...changes }))).toEqual([`spec.json: ${message}`]);
  });

  test('with an unknown activation is refused', () => {
    const [problem] = problemsOf(huggingFace({ model_type: 'phi3', hidden_act: 'swoosh' }));
    expect(problem).toMatch(
      /^spec\.json: hidden_act: "swoosh": expected the name of an activation/,
    );
  });
});

describe('other keys of published configs', () => {
  const rotary = ['rope_theta', 'rope_scaling', 'max_position_embeddings', 'attention_dropout'];
  const common = [...rotary, 'architectures', 'torch_dtype', 'use_cache', 'pretraining_tp'];

  test.each<[string, readonly string[]]>([
    ['baichuan', ['model_max_length', '_from_model_config', 'gradient_checkpointing']],
    ['cohere', ['model_max_length', 'bos_token_id', 'transformers_version']],
    [
      'cohere2',
      [
        ...['_sliding_window_pattern', 'cache_implementation', 'head_dim', 'layer_switch'],
        ...['order_of_interleaved_layers', 'position_embedding_type', 'rotary_pct'],
        ...['use_embedding_sharing', 'use_gated_activation', 'use_parallel_block'],
      ],
    ],
    [
      'deepseek_v3',
      [
        'aux_loss_alpha',
        'ep_size',
        'n_group',
        'scoring_func',
        'seq_aux',
        'topk_group',
        'topk_method',
      ],
    ],
    ['exaone', ['embed_dropout', 'head_dim']],
    ['gemma2', ['cache_implementation', 'hidden_act', 'sliding_window_size']],
    ['gemma3_text', ['cache_implementation', 'layer_types', 'attn_logit_softcapping']],
    ['gpt_oss', ['initial_context_length', 'experts_per_token', 'hidden_act']],
    ['granitemoe', ['output_router_logits', 'router_aux_loss_coef']],
    ['internlm2', ['attn_implementation', 'num_key_value_heads']],
    ['llama4_text', ['attn_scale', 'attn_temperature_tuning', 'floor_scale', 'for_llm_compressor']],
    ['olmo', ['clip_qkv', 'num_key_value_heads']],
    ['phi3', ['attention_bias', 'embd_pdrop', 'full_attn_mod', 'interpolate_factor', 'mlp_bias']],
    ['qwen2_vl', ['image_token_id', 'vision_start_token_id', 'vision_token_id', 'video_token_id']],
    ['qwen3_moe', ['output_router_logits', 'max_window_layers', 'sliding_window']],
    ['smollm3', ['max_window_layers', 'use_sliding_window']],
  ])('of %s passes without a warning: catches noise that hides a warning', (model_type, keys) => {
    const depth = model_type === 'exaone' ? 'num_layers' : 'num_hidden_layers';
    const nulls = Object.fromEntries([...common, ...keys].map((key) => [key, null]));
    const { warnings } = readSpec({ ...nulls, model_type, hidden_size: 64, [depth]: 2 });
    expect(warnings.map(formatProblem)).toEqual([]);
  });
});

describe('what is read but not computed', () => {
  const warningsOf = (record: object): string[] => readSpec(record).warnings.map(formatProblem);

  test('is named', () => {
    expect(warningsOf(huggingFace({ model_type: 'olmo', clip_qkv: 8 }))).toEqual([
      'spec.json: clip_qkv: 8: ignored, though it changes what the model computes: the model is read as it would be without it',
    ]);
    const nextn = { num_nextn_predict_layers: 1, num_key_value_heads: 4 };
    expect(warningsOf(huggingFace({ model_type: 'deepseek_v3', ...nextn }))).toEqual([
      'spec.json: num_nextn_predict_layers: 1: ignored, though it shapes weights: the model is read as it would be without it',
    ]);
    expect(warningsOf(huggingFace({ model_type: 'olmo', clip_qkv: null }))).toEqual([]);
  });
});
