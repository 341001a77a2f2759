import { describe, expect, test } from 'vitest';
import type { Block } from '../../../src/architecture/block.ts';
import type { Naming } from '../../../src/architecture/naming-tables.ts';
import type { SelfAttention } from '../../../src/architecture/operation.ts';
import {
  completeBlock,
  completeOperation,
  type PartialSelfAttention,
} from '../../../src/architecture/complete-architecture.ts';
import { selfAttention } from '../../../src/architecture/operations/self-attention.ts';
import { WEIGHT_NAMES } from '../../../src/architecture/naming-tables.ts';
import { listed, residualWriters } from '../listed.ts';

function blockOf(similarity: SelfAttention['similarity'], heads = 2): [Block, SelfAttention] {
  const operation = completeOperation({ kind: 'self-attention', similarity });
  const sizes = { hiddenSize: 8, numAttentionHeads: heads, feedForwardWidths: [32] };
  return [completeBlock({ ...sizes, operation }, { family: 'encoder' }), operation];
}

describe('selfAttention.list', () => {
  test('the scaled dot product has query, key, value and output with biases', () => {
    expect(
      listed((list) => {
        selfAttention.list(...blockOf('scaled-dot-product'), 'a', WEIGHT_NAMES.bert, list);
      }),
    ).toEqual([
      'a.self.query.weight 8x8 capacity',
      'a.self.query.bias 8 parameters',
      'a.self.key.weight 8x8 capacity',
      'a.self.key.bias 8 parameters',
      'a.self.value.weight 8x8 capacity',
      'a.self.value.bias 8 parameters',
      'a.output.dense.weight 8x8 capacity',
      'a.output.dense.bias 8 parameters',
    ]);
  });

  test('the weighted multiplicative form has one square matrix more, without a bias', () => {
    const plain = listed((list) => {
      selfAttention.list(...blockOf('scaled-dot-product'), 'a', WEIGHT_NAMES.bert, list);
    });
    const weighted = listed((list) => {
      selfAttention.list(...blockOf('weighted-multiplicative'), 'a', WEIGHT_NAMES.bert, list);
    });
    expect(weighted.filter((line) => !plain.includes(line))).toEqual([
      'a.self.similarity.weight 8x8 capacity',
    ]);
    expect(weighted).toHaveLength(plain.length + 1);
  });

  test('a count that depended on the number of heads would differ between one and eight', () => {
    const of = (heads: number): string[] =>
      listed((list) => {
        selfAttention.list(...blockOf('scaled-dot-product', heads), 'a', WEIGHT_NAMES.bert, list);
      });
    expect(of(8)).toEqual(of(1));
  });

  test('the output alone writes to the residual stream', () => {
    expect(
      residualWriters((list) => {
        selfAttention.list(...blockOf('weighted-multiplicative'), 'a', WEIGHT_NAMES.bert, list);
      }),
    ).toEqual(['a.output.dense.weight']);
  });

  const of = (
    given: PartialSelfAttention,
    changes: Partial<Omit<Block, 'operation'>> = {},
    naming: Naming = 'gpt2',
  ) =>
    listed((list) => {
      const operation = completeOperation(given, changes.bias);
      const sizes = { hiddenSize: 64, numAttentionHeads: 2, feedForwardWidths: [1] };
      const block = completeBlock({ ...sizes, operation, ...changes }, { family: 'encoder' });
      selfAttention.list(block, operation, 'a', WEIGHT_NAMES[naming], list);
    });
  const dot = { kind: 'self-attention', similarity: 'scaled-dot-product' } as const;

  test('query, key and value in one matrix are three times as high, under the name of GPT-2', () => {
    expect(of({ ...dot, fusedQueryKeyValue: true })).toEqual([
      'a.c_attn.weight 192x64 capacity',
      'a.c_attn.bias 192 parameters',
      'a.c_proj.weight 64x64 capacity',
      'a.c_proj.bias 64 parameters',
    ]);
  });

  test('heads of a size of their own lead to their width and back: catches a square in its place', () => {
    const operation = { ...dot, headSize: 10, fusedQueryKeyValue: true };
    expect(of(operation, { bias: false, numAttentionHeads: 3 })).toEqual([
      'a.c_attn.weight 90x64 capacity',
      'a.c_proj.weight 64x30 capacity',
    ]);
  });

  test('Transformer-XL: no biases but two vectors, and a projection of positions: 20,608 parameters', () => {
    const operation = { ...dot, fusedQueryKeyValue: true, relativePositions: true };
    const lines = of(operation, {}, 'transformer-xl');
    expect(lines).toEqual([
      'a.qkv_net.weight 192x64 capacity',
      'a.r_net.weight 64x64 capacity',
      'a.r_w_bias 64 parameters',
      'a.r_r_bias 64 parameters',
      'a.o_net.weight 64x64 capacity',
    ]);
    expect(3 * 64 * 64 + 2 * 64 * 64 + 2 * 64).toBe(20_608);
  });

  test('latent attention has the names of DeepSeek, and biases where it reads the hidden state: catches one more', () => {
    const latent = { queryRank: 12, keyValueRank: 20, rotarySize: 4 };
    const operation = { ...dot, headSize: 10, valueSize: 7, latent };
    expect(of(operation, {}, 'llama')).toEqual([
      'a.q_a_proj.weight 12x64 capacity',
      'a.q_a_proj.bias 12 parameters',
      'a.q_a_layernorm.weight 12 parameters',
      'a.q_a_layernorm.bias 12 parameters',
      'a.q_b_proj.weight 20x12 capacity',
      'a.kv_a_proj_with_mqa.weight 24x64 capacity',
      'a.kv_a_proj_with_mqa.bias 24 parameters',
      'a.kv_a_layernorm.weight 20 parameters',
      'a.kv_a_layernorm.bias 20 parameters',
      'a.kv_b_proj.weight 26x20 capacity',
      'a.o_proj.weight 64x14 capacity',
      'a.o_proj.bias 64 parameters',
    ]);
    const plain = { ...operation, latent: { ...latent, queryRank: null } };
    expect(of(plain, { bias: false }, 'llama').slice(0, 2)).toEqual([
      'a.q_proj.weight 20x64 capacity',
      'a.kv_a_proj_with_mqa.weight 24x64 capacity',
    ]);
  });

  test('a key without bias leaves one vector less, or two apart from one matrix of all three', () => {
    const lines = of({ ...dot, keyBias: false });
    expect(lines).toHaveLength(7);
    expect(lines).not.toContain('a.self.key.bias 64 parameters');
    expect(of({ ...dot, keyBias: false, fusedQueryKeyValue: true }, {}, 'deberta-v2')).toEqual([
      'a.self.query_key_value.weight 192x64 capacity',
      'a.self.q_bias 64 parameters',
      'a.self.v_bias 64 parameters',
      'a.output.dense.weight 64x64 capacity',
      'a.output.dense.bias 64 parameters',
    ]);
  });

  test.each([
    ['head', ['a.q_norm.weight 32', 'a.q_norm.bias 32', 'a.k_norm.weight 32', 'a.k_norm.bias 32']],
    ['each-head', ['a.q_norm.weight 2x32', 'a.k_norm.weight 1x32']],
    [
      'all-heads',
      ['a.q_norm.weight 64', 'a.q_norm.bias 64', 'a.k_norm.weight 32', 'a.k_norm.bias 32'],
    ],
    ['fixed', []],
  ] as const)('norms of queries and keys of the kind %s', (queryKeyNorm, expected) => {
    const lines = of({ ...dot, queryKeyNorm, numKeyValueHeads: 1 }, { bias: false }, 'llama');
    expect(lines.filter((line) => line.includes('norm'))).toEqual(
      expected.map((line) => `${line} parameters`),
    );
  });

  test('sinks are a number for each head', () => {
    expect(of({ ...dot, sinks: true }, {}, 'llama')).toContain('a.sinks 2 parameters');
  });
});
