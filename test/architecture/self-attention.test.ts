import { describe, expect, test } from 'vitest';
import type { Block, SelfAttention } from '../../src/architecture/architecture.ts';
import { listSelfAttention } from '../../src/architecture/self-attention.ts';
import { listed, residualWriters } from './listed.ts';

function blockOf(similarity: SelfAttention['similarity'], heads = 2): [Block, SelfAttention] {
  const operation = { kind: 'self-attention', similarity } as const;
  return [
    { hiddenSize: 8, operation, numAttentionHeads: heads, feedForwardWidths: [32] },
    operation,
  ];
}

describe('listSelfAttention', () => {
  test('the scaled dot product has query, key, value and output with biases, and a norm', () => {
    expect(
      listed((list) => {
        listSelfAttention(...blockOf('scaled-dot-product'), 'a', list);
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
      'a.output.LayerNorm.weight 8 parameters',
      'a.output.LayerNorm.bias 8 parameters',
    ]);
  });

  test('the weighted multiplicative form has one square matrix more, without a bias', () => {
    const plain = listed((list) => {
      listSelfAttention(...blockOf('scaled-dot-product'), 'a', list);
    });
    const weighted = listed((list) => {
      listSelfAttention(...blockOf('weighted-multiplicative'), 'a', list);
    });
    expect(weighted.filter((line) => !plain.includes(line))).toEqual([
      'a.self.similarity.weight 8x8 capacity',
    ]);
    expect(weighted).toHaveLength(plain.length + 1);
  });

  test('a count that depended on the number of heads would differ between one and eight', () => {
    const of = (heads: number): string[] =>
      listed((list) => {
        listSelfAttention(...blockOf('scaled-dot-product', heads), 'a', list);
      });
    expect(of(8)).toEqual(of(1));
  });

  test('the output alone writes to the residual stream', () => {
    expect(
      residualWriters((list) => {
        listSelfAttention(...blockOf('weighted-multiplicative'), 'a', list);
      }),
    ).toEqual(['a.output.dense.weight']);
  });
});
