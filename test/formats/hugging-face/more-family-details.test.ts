import { describe, expect, test } from 'vitest';
import type { Block } from '../../../src/architecture/block.ts';
import type { SelfAttention } from '../../../src/architecture/operation.ts';
import { formatProblem } from '../../../src/problem.ts';
import { candidateOf, problemsOf, readSpec } from '../specs.ts';
import { smallOf } from './small-models.ts';
import { totalOf } from './weights-of.ts';

describe('sizes that contradict each other, and what is not read', () => {
  test.each<[string, object, string]>([
    ['gptj', { rotary_dim: 8 }, 'rotary_dim: 8: expected an even number up to n_embd / n_head = 6'],
    [
      'codegen',
      { rotary_dim: 3 },
      'rotary_dim: 3: expected an even number up to n_embd / n_head = 6',
    ],
    ['codegen', { n_head: 6 }, 'n_head: 6: expected a multiple of 4'],
    ['gpt_neo', { num_heads: 5 }, 'num_heads: 5: expected a divisor of hidden_size 24'],
    [
      'gpt_neo',
      { attention_types: [[['global', 'local'], 2]] },
      'attention_types: for 4 layers: expected as many as num_layers 2',
    ],
    [
      'stablelm',
      { num_key_value_heads: 3 },
      'num_key_value_heads: 3: expected a divisor of num_attention_heads 4',
    ],
    [
      'falcon',
      { new_decoder_architecture: true, num_kv_heads: 3 },
      'num_kv_heads: 3: expected a divisor of num_attention_heads 4',
    ],
    [
      'falcon',
      { num_ln_in_parallel_attn: 2 },
      'num_ln_in_parallel_attn: 2: expected 1 without new_decoder_architecture',
    ],
    [
      'falcon',
      { new_decoder_architecture: true, parallel_attn: false },
      'parallel_attn: false: expected true with new_decoder_architecture',
    ],
    [
      'mpt',
      { num_attention_heads: 7 },
      'num_attention_heads: 7: expected 4, the value of n_heads: both are names of the same key; keep one',
    ],
    [
      'convbert',
      { head_ratio: 4 },
      'head_ratio: 4: expected 2: attention and convolution have a half each',
    ],
    [
      'convbert',
      { num_attention_heads: 3 },
      'num_attention_heads: 3: expected an even number, half of which convolve',
    ],
    ['convbert', { num_groups: 5 }, 'num_groups: 5: expected a divisor of hidden_size 24'],
    [
      'modernbert',
      { layer_types: ['full_attention'] },
      'layer_types: 1 kinds: expected one for each of num_hidden_layers 2',
    ],
    ['deberta', { pos_att_type: 'c2p|p2p' }, 'pos_att_type: "p2p": expected "c2p" or "p2c"'],
    ['nomic_bert', { mlp_fc2_bias: false }, 'mlp_fc2_bias: false: expected true, as mlp_fc1_bias'],
    ['nomic_bert', { num_experts: 8 }, 'num_experts: 8: expected false: it is not read'],
  ])('%s with %o is refused', (type, changes, expected) => {
    expect(problemsOf(smallOf(type, changes))).toContain(`spec.json: ${expected}`);
  });

  test.each([
    ['gptj', 'activation_function'],
    ['starcoder2', 'hidden_act'],
    ['falcon', 'activation'],
    ['mpnet', 'hidden_act'],
    ['modernbert', 'hidden_activation'],
  ])('an unknown activation function of %s is refused by its key', (type, key) => {
    const [problem] = problemsOf(smallOf(type, { [key]: 'softplus' }));
    expect(problem).toContain(`spec.json: ${key}: "softplus": expected the name of an activation`);
  });

  test.each<[string, object]>([
    ['mpt', { attn_config: { clip_qkv: 6, alibi_bias_max: 16 } }],
    ['mpt', { expansion_ratio: 2 }],
    ['bloom', { apply_residual_connection_post_layernorm: true }],
    ['deberta', { talking_head: true }],
    ['xlm', { embed_init_std: 0.5 }],
  ])('%s with %o is read with a warning', (type, changes) => {
    const [key = ''] = Object.keys(changes);
    const { problems, warnings } = readSpec(smallOf(type, changes));
    expect(problems).toEqual([]);
    expect(warnings.map(formatProblem)).toEqual([expect.stringContaining(`spec.json: ${key}: `)]);
  });

  test.each<[string, object]>([
    [
      'mpt',
      { attn_config: { attn_impl: 'torch', alibi: true, clip_qkv: null }, expansion_ratio: 4 },
    ],
    ['bloom', { apply_residual_connection_post_layernorm: false, n_inner: null, seq_length: 8 }],
    ['gpt_neo', { attention_layers: ['global', 'local'], resid_dropout: 0 }],
    ['falcon', { apply_residual_connection_post_layernorm: false }],
  ])('%s with %o passes without a word', (type, changes) => {
    expect(readSpec(smallOf(type, changes)).warnings).toEqual([]);
  });
});

describe('what they compute', () => {
  const attentionsOf = (record: object): SelfAttention[] =>
    candidateOf(record).architecture.blocks.flatMap(({ operation }: Block) =>
      operation.kind === 'self-attention' ? [operation] : [],
    );

  test('every other block of GPT-Neo sees a window, unless a config says which', () => {
    const windows = (changes: object): (number | null)[] =>
      attentionsOf(smallOf('gpt_neo', { num_layers: 3, window_size: 7, ...changes })).map(
        ({ window }) => window,
      );
    expect(windows({})).toEqual([null, 7, null]);
    expect(
      windows({
        attention_types: [
          [['local'], 2],
          [['global'], 1],
        ],
      }),
    ).toEqual([7, 7, null]);
    expect(attentionsOf(smallOf('gpt_neo'))[0]?.scaling).toBe('none');
  });

  test('ModernBERT has two bases of rotary positions, and no norm before its first block', () => {
    const { architecture } = candidateOf(
      smallOf('modernbert', { num_hidden_layers: 4, local_attention: 6, global_rope_theta: 7 }),
    );
    expect(architecture.positions).toMatchObject({ kind: 'rotary', base: 7 });
    expect(architecture.blocks.map(({ firstNorm }) => firstNorm)).toEqual([
      false,
      true,
      true,
      true,
    ]);
    expect(
      architecture.blocks.map(({ operation }) =>
        operation.kind === 'self-attention' ? [operation.window, operation.positions] : [],
      ),
    ).toEqual([
      [null, null],
      [6, expect.objectContaining({ base: 10_000 })],
      [6, expect.objectContaining({ base: 10_000 })],
      [null, null],
    ]);
    const nested = { rope_parameters: { full_attention: { rope_theta: 9 } } };
    expect(candidateOf(smallOf('modernbert', nested)).architecture.positions).toMatchObject({
      base: 9,
    });
  });

  test('positions of others', () => {
    const positionsOf = (type: string, changes: object = {}): unknown =>
      candidateOf(smallOf(type, changes)).architecture.positions;
    expect(positionsOf('gptj')).toMatchObject({ fraction: 4 / 6, interleaved: true });
    expect(positionsOf('bloom')).toEqual({ kind: 'alibi' });
    expect(positionsOf('falcon', { alibi: true })).toEqual({ kind: 'alibi', divided: true });
    expect(positionsOf('falcon')).toMatchObject({ kind: 'rotary', fraction: 1 });
    expect(positionsOf('mpt', { attn_config: { alibi_bias_max: 4 } })).toEqual({
      kind: 'alibi',
      exponent: 4,
    });
    expect(positionsOf('mpnet')).toEqual({ kind: 'learned', first: 2 });
    expect(positionsOf('nomic_bert')).toMatchObject({ kind: 'rotary', base: 10_000 });
    expect(positionsOf('nomic_bert', { activation_function: 'gelu' })).toMatchObject({
      kind: 'learned',
    });
  });

  test('sizes under the names of older configs', () => {
    const falcon = smallOf('falcon');
    const old = { model_type: 'falcon', n_embed: 24, n_layer: 2, n_head: 4, vocab_size: 40 };
    expect(totalOf(old)).toBe(totalOf(falcon));
    const bloom = { model_type: 'bloom', n_embed: 24, num_hidden_layers: 2, vocab_size: 40 };
    expect(totalOf({ ...bloom, num_attention_heads: 4 })).toBe(totalOf(smallOf('bloom')));
    const xlm = { model_type: 'xlm', emb_dim: 24, n_layers: 2, n_heads: 4, n_words: 40 };
    expect(totalOf(xlm)).toBe(totalOf(smallOf('xlm')));
  });
});
