import { describe, expect, test } from 'vitest';
import { findForwardProblem } from '../../../src/forward/find-forward-problem.ts';
import { candidateOf, huggingFace } from '../specs.ts';
import { weightsOf } from './weights-of.ts';

const small = (model_type: string, changes: object = {}): object =>
  huggingFace({ model_type, num_hidden_layers: 4, head_dim: 6, ...changes });
/** A config without the keys that are undefined. */
const defined = (config: object): object =>
  Object.fromEntries(Object.entries<unknown>({ ...config }).filter(([, own]) => own !== undefined));

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
