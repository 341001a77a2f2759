import { describe, expect, test } from 'vitest';
import type { Block } from '../../../src/architecture/block.ts';
import { findForwardProblem } from '../../../src/forward/find-forward-problem.ts';
import { formatProblem } from '../../../src/problem.ts';
import { candidateOf, huggingFace, problemsOf, readSpec } from '../specs.ts';
import { weightsOf } from './weights-of.ts';

const small = (model_type: string, changes: object = {}): object =>
  huggingFace({ model_type, num_hidden_layers: 4, head_dim: 6, ...changes });
/** A config without the keys that are undefined. */
const defined = (config: object): object =>
  Object.fromEntries(Object.entries<unknown>({ ...config }).filter(([, own]) => own !== undefined));
const blocksOf = (record: object): readonly Block[] => candidateOf(record).architecture.blocks;

/** What the blocks of a model have, from first to last. */
function ofAttention<Value>(
  record: object,
  pick: (operation: Extract<Block['operation'], { kind: 'self-attention' }>) => Value,
): Value[] {
  return blocksOf(record).map(({ operation }) => {
    if (operation.kind !== 'self-attention') throw new Error('no attention');
    return pick(operation);
  });
}
const windowsOf = (record: object): (number | null)[] =>
  ofAttention(record, ({ window }) => window);

describe('the windows of', () => {
  test.each<[string, object, (number | null)[]]>([
    ['mistral', { sliding_window: 4 }, [4, 4, 4, 4]],
    ['mistral', { sliding_window: null }, [null, null, null, null]],
    ['mistral', {}, [4096, 4096, 4096, 4096]],
    ['llama', {}, [null, null, null, null]],
    ['phi3', { sliding_window: 4, head_dim: undefined }, [4, 4, 4, 4]],
    ['qwen2', { sliding_window: 4 }, [null, null, null, null]],
    [
      'qwen2',
      { sliding_window: 4, use_sliding_window: true, max_window_layers: 3 },
      [null, null, null, 4],
    ],
    ['qwen3_moe', { sliding_window: 4, use_sliding_window: true, num_experts: 0 }, [4, 4, 4, 4]],
    ['gemma2', { sliding_window: 4 }, [4, null, 4, null]],
    ['gemma3_text', { sliding_window: 4, num_hidden_layers: 7 }, [4, 4, 4, 4, 4, null, 4]],
    ['gemma3_text', { sliding_window: 4, sliding_window_pattern: 2 }, [4, null, 4, null]],
    ['gpt_oss', { sliding_window: 4 }, [4, null, 4, null]],
    ['cohere2', { sliding_window: 4, head_dim: undefined }, [4, 4, 4, null]],
    ['llama4_text', { attention_chunk_size: 4 }, [4, 4, 4, null]],
    [
      'smollm3',
      { sliding_window: 4, use_sliding_window: true, head_dim: undefined },
      [null, null, null, 4],
    ],
    [
      'ministral',
      {
        sliding_window: 4,
        layer_types: ['full_attention', ...['a', 'b', 'c'].map(() => 'sliding_attention')],
      },
      [null, 4, 4, 4],
    ],
  ])('%s with %o', (type, changes, expected) => {
    const record = defined(small(type, changes));
    expect(windowsOf(record)).toEqual(expected);
  });
});

describe('the positions of', () => {
  const kinds = (record: object): (string | undefined)[] =>
    ofAttention(record, ({ positions }) => positions?.kind);

  test('smollm3 and llama4 are none in every fourth block', () => {
    for (const type of ['smollm3', 'llama4_text']) {
      const { head_dim: _, ...record } = { head_dim: 0, ...small(type) };
      expect(kinds(record)).toEqual([undefined, undefined, undefined, 'none']);
      expect(kinds({ ...record, no_rope_layers: [0, 1, 1, 0] })).toEqual([
        ...['none', undefined, undefined, 'none'],
      ]);
      expect(kinds({ ...record, no_rope_layers: [] })[3]).toBe('none');
    }
  });

  test('cohere2 are rotary where there is a window', () => {
    const { head_dim: _, ...record } = { head_dim: 0, ...small('cohere2') };
    expect(kinds(record)).toEqual([undefined, undefined, undefined, 'none']);
  });

  test('gemma3 have another base where there is a window', () => {
    const record = small('gemma3_text', { rope_theta: 7, rope_local_base_freq: 5 });
    const { positions } = candidateOf({ ...record, sliding_window_pattern: 2 }).architecture;
    expect(positions).toMatchObject({ kind: 'rotary', base: 7 });
    expect(
      ofAttention({ ...record, sliding_window_pattern: 2 }, (own) => own.positions),
    ).toMatchObject([{ kind: 'rotary', base: 5, scaling: null }, null, { base: 5 }, null]);
  });

  test('gemma3 may be said by kinds of blocks, as newer versions of the library do', () => {
    const { rope_theta: _, ...record } = { rope_theta: 0, ...small('gemma3_text') };
    const linear = { rope_type: 'linear', factor: 8, rope_theta: 9 };
    const rope_parameters = {
      full_attention: linear,
      sliding_attention: { rope_type: 'default', rope_theta: 3 },
    };
    const { positions, blocks } = candidateOf({ ...record, rope_parameters }).architecture;
    expect(positions).toMatchObject({ base: 9, scaling: { type: 'linear', factor: 8 } });
    expect(blocks[0].operation).toMatchObject({ positions: { base: 3, scaling: null } });
  });

  test.each<[string, object, object]>([
    ['glm', {}, { fraction: 0.5, interleaved: true }],
    ['phi3', { partial_rotary_factor: 0.75 }, { fraction: 0.75 }],
    ['qwen2_vl', { rope_scaling: { type: 'mrope', mrope_section: [1, 1, 1] } }, { scaling: null }],
    [
      'phi3',
      { rope_scaling: { type: 'su', short_factor: [1, 2], long_factor: [3, 4] } },
      {
        scaling: {
          ...{ type: 'longrope', factor: null, context: 4096 },
          settings: {
            original_max_position_embeddings: 4096,
            ...{ short_factor: [1, 2], long_factor: [3, 4] },
          },
        },
      },
    ],
    ['deepseek_v2', { num_key_value_heads: 4 }, { interleaved: true }],
    ['deepseek_v3', { num_key_value_heads: 4 }, { interleaved: true }],
    ['deepseek_v3', { num_key_value_heads: 4, rope_interleave: false }, { interleaved: false }],
    ['gpt_oss', {}, { scaling: { type: 'yarn', factor: 32, context: 131_072 } }],
    [
      'baichuan',
      { num_key_value_heads: undefined, max_position_embeddings: 4096 },
      { kind: 'rotary' },
    ],
    ['baichuan', { num_key_value_heads: undefined }, { kind: 'alibi' }],
  ])('%s with %o', (type, changes, expected) => {
    const whole = { ...small(type), head_dim: undefined, rope_theta: undefined, ...changes };
    const record = defined(whole);
    expect(candidateOf(record).architecture.positions).toMatchObject(expected);
  });
});

test('constants of granite, gemma and cohere reach the architecture', () => {
  const { head_dim: _, ...granite } = { head_dim: 0, ...small('granite') };
  const { embedding, head, blocks } = candidateOf({
    ...granite,
    ...{ embedding_multiplier: 12, logits_scaling: 8, residual_multiplier: 0.22 },
    attention_multiplier: 0.125,
  }).architecture;
  expect([embedding.scale, blocks[0].residualScale]).toEqual([12, 0.22]);
  expect(head).toMatchObject({ scale: 1 / 8 });
  expect(blocks[0].operation).toMatchObject({ scaling: 8 });
  const gemma = candidateOf(small('gemma2', { query_pre_attn_scalar: 144 })).architecture;
  expect(gemma.embedding.scale).toBe(Math.sqrt(12));
  expect(gemma.head).toMatchObject({ softCap: 30 });
  expect(gemma.blocks[0].operation).toMatchObject({ scaling: 12, softCap: 50 });
});

describe('the weights of', () => {
  test.each<[string, object, readonly string[]]>([
    ['baichuan', { num_key_value_heads: undefined }, ['self_attn.W_pack.weight",[36,12]']],
    [
      'deepseek_v3',
      { kv_lora_rank: 8, q_lora_rank: 9, num_key_value_heads: 4, first_k_dense_replace: 0 },
      [
        'self_attn.q_a_proj.weight",[9,12]',
        'self_attn.q_a_layernorm.weight",[9]',
        'self_attn.q_b_proj.weight",[768,9]',
        'self_attn.kv_a_proj_with_mqa.weight",[72,12]',
        'self_attn.kv_a_layernorm.weight",[8]',
        'self_attn.kv_b_proj.weight",[1024,8]',
        'mlp.gate.weight",[256,12]',
        'mlp.experts.255.down_proj.weight",[12,2048]',
        'mlp.shared_experts.gate_proj.weight",[2048,12]',
      ],
    ],
    [
      'gemma2',
      {},
      [
        ...['input_layernorm', 'post_attention_layernorm', 'pre_feedforward_layernorm'],
        'post_feedforward_layernorm',
      ].map((norm) => `layers.0.${norm}.weight",[12]`),
    ],
    [
      'glm4',
      {},
      [
        ...['input_layernorm', 'post_attention_layernorm', 'post_self_attn_layernorm'],
        'post_mlp_layernorm',
      ].map((norm) => `layers.0.${norm}.weight",[12]`),
    ],
    [
      'gpt_oss',
      { num_local_experts: 8 },
      [
        'self_attn.sinks",[4]',
        'mlp.router.weight",[8,12]',
        'mlp.router.bias",[8]',
        'mlp.experts.gate_up_proj",[8,40,12]',
        'mlp.experts.gate_up_proj_bias",[8,40]',
        'mlp.experts.down_proj",[8,12,20]',
        'mlp.experts.down_proj_bias",[8,12]',
      ],
    ],
    [
      'granitemoe',
      { num_local_experts: 8 },
      [
        'block_sparse_moe.router.layer.weight",[8,12]',
        'block_sparse_moe.input_linear.weight",[8,40,12]',
        'block_sparse_moe.output_linear.weight",[8,12,20]',
      ],
    ],
    [
      'llama4_text',
      { num_local_experts: 8 },
      [
        'feed_forward.router.weight",[8,12]',
        'feed_forward.experts.gate_up_proj",[8,40,12]',
        'feed_forward.experts.down_proj",[8,12,20]',
        'feed_forward.shared_expert.up_proj.weight",[20,12]',
      ],
    ],
    [
      'olmo2',
      {},
      [
        'self_attn.q_norm.weight",[12]',
        'self_attn.k_norm.weight",[6]',
        'post_attention_layernorm.weight",[12]',
        'post_feedforward_layernorm.weight",[12]',
      ],
    ],
    ['phi3', {}, ['self_attn.qkv_proj.weight",[24,12]', 'mlp.gate_up_proj.weight",[40,12]']],
  ])('%s have the names and shapes of its checkpoints', (type, changes, expected) => {
    const sized = ['deepseek_v3', 'gpt_oss', 'llama4_text', 'gemma2', 'glm4'].includes(type);
    const whole = { ...small(type), head_dim: sized ? 6 : undefined, ...changes };
    const record = defined(whole);
    const listed = weightsOf(record);
    for (const line of expected) expect(listed).toContain(line);
  });
});

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

describe('what published configs say besides', () => {
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
  ])('of %s passes without a word: catches noise that hides a warning', (model_type, keys) => {
    const depth = model_type === 'exaone' ? 'num_layers' : 'num_hidden_layers';
    const nulls = Object.fromEntries([...common, ...keys].map((key) => [key, null]));
    const { warnings } = readSpec({ ...nulls, model_type, hidden_size: 64, [depth]: 2 });
    expect(warnings.map(formatProblem)).toEqual([]);
  });
});

describe('what is not computed as it is said', () => {
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

describe('groups of experts of DeepSeek', () => {
  const groupsOf = (record: object) =>
    candidateOf(record).architecture.blocks.at(-1)?.experts?.groups;

  test('are those of V3, and of V2 where its method is one of groups', () => {
    expect(groupsOf({ model_type: 'deepseek_v3' })).toEqual({ count: 8, chosen: 4, best: 2 });
    expect(groupsOf({ model_type: 'deepseek_v3', n_group: 1 })).toBeNull();
    const v2 = { model_type: 'deepseek_v2', n_group: 8, topk_group: 3 };
    expect(groupsOf(v2)).toBeNull();
    expect(groupsOf({ ...v2, topk_method: 'group_limited_greedy' })).toEqual({
      ...{ count: 8, chosen: 3, best: 1 },
    });
  });

  test('are run: catches a refusal of DeepSeek-V3', () => {
    const problem = (record: object) => findForwardProblem(candidateOf(record).architecture, 4);
    expect(problem({ model_type: 'deepseek_v3' })).toBeNull();
    const few = { model_type: 'deepseek_v3', n_routed_experts: 8, num_hidden_layers: 4 };
    expect(problem(few)).toBe("block 3: 8 experts can't be run in 8 groups of at least 2");
  });
});
