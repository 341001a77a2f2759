import { describe, expect, test } from 'vitest';
import type { Block, Naming, SelfAttention } from '../../../src/architecture/architecture.ts';
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
});
