import { describe, expect, test } from 'vitest';
import type { Block } from '../../src/architecture/architecture.ts';
import { completeBlock } from '../../src/architecture/complete-architecture.ts';
import { listFeedForward } from '../../src/architecture/feed-forward.ts';
import { WEIGHT_NAMES } from '../../src/architecture/naming-tables.ts';
import { listed, residualWriters } from './listed.ts';

function blockOf(feedForwardWidths: readonly number[]): Block {
  return completeBlock(
    {
      hiddenSize: 4,
      operation: { kind: 'linear-transform', transform: 'discrete-fourier' },
      numAttentionHeads: 1,
      feedForwardWidths,
    },
    { family: 'encoder' },
  );
}

describe('listFeedForward', () => {
  test('one width is the usual pair there and back, with biases', () => {
    expect(
      listed((list) => {
        listFeedForward(blockOf([16]), 'b', WEIGHT_NAMES.bert, list);
      }),
    ).toEqual([
      'b.intermediate.dense.weight 16x4 capacity',
      'b.intermediate.dense.bias 16 parameters',
      'b.output.dense.weight 4x16 capacity',
      'b.output.dense.bias 4 parameters',
    ]);
  });

  test('a stack goes from width to width: s + 1 matrices for s widths, not s pairs', () => {
    const lines = listed((list) => {
      listFeedForward(blockOf([16, 8, 12]), 'b', WEIGHT_NAMES.bert, list);
    });
    expect(lines.filter((line) => line.endsWith('capacity'))).toEqual([
      'b.intermediate.dense.weight 16x4 capacity',
      'b.intermediate.stack.1.dense.weight 8x16 capacity',
      'b.intermediate.stack.2.dense.weight 12x8 capacity',
      'b.output.dense.weight 4x12 capacity',
    ]);
  });

  test('the way back alone writes to the residual stream', () => {
    expect(
      residualWriters((list) => {
        listFeedForward(blockOf([16, 16]), 'b', WEIGHT_NAMES.bert, list);
      }),
    ).toEqual(['b.output.dense.weight']);
  });

  test('a block without biases has none here either, under the names of GPT-2', () => {
    expect(
      listed((list) => {
        listFeedForward({ ...blockOf([16, 8]), bias: false }, 'b', WEIGHT_NAMES.gpt2, list);
      }),
    ).toEqual([
      'b.mlp.c_fc.weight 16x4 capacity',
      'b.mlp.stack.1.dense.weight 8x16 capacity',
      'b.mlp.c_proj.weight 4x8 capacity',
    ]);
  });
});
