import { describe, expect, test } from 'vitest';
import { candidateOf, problemsOf } from '../specs.ts';
import { CONFIGS } from './configs.ts';
import { totalOf, weightsOf } from './weights-of.ts';

describe('deberta-v2', () => {
  const { pos_att_type, ...rest } = CONFIGS['deberta-v3-base'];
  const own = { ...rest, share_att_key: false };
  const square = 768 * 768 + 768;

  test('takes kinds of position attention as a list or a text, whatever the case', () => {
    const both = totalOf({ ...own, pos_att_type });
    for (const same of ['P2C | C2P', ['c2p', 'p2c'], 'c2p|p2c|c2p']) {
      expect(totalOf({ ...own, pos_att_type: same })).toBe(both);
    }
    for (const none of [null, [], '']) {
      expect(both - totalOf({ ...own, pos_att_type: none })).toBe(24 * square);
    }
  });

  test('without relative attention has neither distances nor their projections, but a norm if asked', () => {
    const without = { ...own, pos_att_type, relative_attention: false };
    const plain = totalOf({ ...without, norm_rel_ebd: 'none' });
    expect(totalOf({ ...own, pos_att_type, norm_rel_ebd: 'none' }) - plain).toBe(
      512 * 768 + 24 * square,
    );
    expect(totalOf({ ...without, norm_rel_ebd: 'None|Layer_Norm' }) - plain).toBe(2 * 768);
  });

  test.each<[object, number]>([
    [{ position_buckets: 256, max_relative_positions: 100 }, 512],
    [{ position_buckets: 0, max_relative_positions: 100 }, 200],
    [{ position_buckets: -1, max_relative_positions: 0 }, 1024],
    [{ max_position_embeddings: 64, position_buckets: -1, max_relative_positions: -1 }, 128],
  ])('has with %o %d distances', (changes, count) => {
    const lines = weightsOf({ ...own, pos_att_type, ...changes });
    expect(lines).toContain(`["deberta.encoder.rel_embeddings.weight",[${count},768]`);
  });

  test('divides its convolution by groups', () => {
    const changes = { conv_kernel_size: 3, conv_groups: 4 };
    expect(weightsOf({ ...own, pos_att_type, ...changes })).toContain(
      '["deberta.encoder.conv.conv.weight",[768,192,3]',
    );
  });

  test.each<[object, string]>([
    [{ pos_att_type: 'c2p|p2p' }, 'pos_att_type: "p2p": expected "c2p" or "p2c"'],
    [{ norm_rel_ebd: 'batch_norm' }, 'norm_rel_ebd: "batch_norm": expected "none" or "layer_norm"'],
    [
      { attention_head_size: 32 },
      'attention_head_size: 32: expected 768 / 12, since the output takes vectors of hidden_size',
    ],
  ])('%o is refused', (changes, expected) => {
    expect(problemsOf({ ...own, pos_att_type, ...changes })).toEqual([`spec.json: ${expected}`]);
  });
});

describe('what makes a feed-forward network of t5 gated', () => {
  const gatedOf = (changes: object): (boolean | undefined)[] =>
    candidateOf({ model_type: 't5', num_layers: 1, ...changes }).architecture.blocks.map(
      ({ gated }) => gated,
    );

  test.each<[object, boolean]>([
    [{}, false],
    [{ feed_forward_proj: 'relu' }, false],
    [{ feed_forward_proj: 'gated-silu' }, true],
    [{ is_gated_act: true }, true],
    [{ feed_forward_proj: 'gated-gelu', is_gated_act: true, dense_act_fn: 'gelu_new' }, true],
  ])('%o', (changes, gated) => {
    expect(gatedOf(changes)).toEqual([gated, gated]);
  });

  test.each<[object, string]>([
    [
      { feed_forward_proj: 'relu', is_gated_act: true },
      'is_gated_act: true: expected false with feed_forward_proj "relu"',
    ],
    [
      { feed_forward_proj: 'gelu-new' },
      'feed_forward_proj: "gelu-new": expected the name of an activation, as "relu" or "gated-gelu"',
    ],
  ])('%o is refused', (changes, expected) => {
    expect(problemsOf({ model_type: 't5', ...changes })).toEqual([`spec.json: ${expected}`]);
  });
});

describe('other details', () => {
  test('phi has heads of a size of their own, unless norms of another size follow them', () => {
    const phi = { ...CONFIGS['phi-2'], num_hidden_layers: 1 };
    const more = 32 * 20 * (4 * 2560 + 3);
    expect(totalOf({ ...phi, head_dim: 100 }) - totalOf(phi)).toBe(more);
    expect(problemsOf({ ...phi, head_dim: 100, qk_layernorm: true })).toEqual([
      'spec.json: head_dim: 100: expected 2560 / 32 with qk_layernorm, whose norms are of that size',
    ]);
    expect(totalOf({ ...phi, head_dim: 80, qk_layernorm: true }) - totalOf(phi)).toBe(4 * 80);
  });

  test('albert divides layers among groups in doubles, as the library does', () => {
    const { blocks } = candidateOf({
      ...CONFIGS['albert-base-v2'],
      num_hidden_layers: 18,
      num_hidden_groups: 14,
    }).architecture;
    expect(blocks[9]?.sharedAs).toBe('6.albert_layers.0');
  });
});
