import { describe, expect, test } from 'vitest';
import type { Block } from '../../src/architecture/block.ts';
import type { MixtureOfExperts } from '../../src/architecture/mixture-of-experts.ts';
import { completeBlock, completeExperts } from '../../src/architecture/complete-architecture.ts';
import { listFeedForward } from '../../src/architecture/feed-forward-weights.ts';
import { WEIGHT_NAMES } from '../../src/architecture/naming-tables.ts';
import { countMatrices } from '../../src/architecture/parameter-counts.ts';
import { WeightList } from '../../src/architecture/weight-list.ts';
import { matricesOf } from '../../src/architecture/weight.ts';
import { describeWeight, listed, residualWriters } from './listed.ts';

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

  const mixture = (experts: Partial<MixtureOfExperts>, changes: Partial<Block> = {}): string[] =>
    listed((list) => {
      const own = completeExperts({ count: 3, routed: 2, ...experts });
      const block = { ...blockOf([16]), experts: own, gated: true, ...changes };
      listFeedForward(block, 'b', WEIGHT_NAMES.llama, list);
    });

  test('a gate and what it multiplies may be one matrix, which holds two', () => {
    const list = new WeightList('feedForward', 0, {
      scheme: 'normal',
      initializerRange: 1,
      residualAdditions: 1,
    });
    const fused = { ...blockOf([16]), bias: false, gated: true, fusedGate: true };
    listFeedForward(fused, 'b', WEIGHT_NAMES.llama, list);
    expect(list.weights.map(describeWeight)).toEqual([
      'b.mlp.gate_up_proj.weight 32x4 capacity',
      'b.mlp.down_proj.weight 4x16 capacity',
    ]);
    expect(countMatrices(list.weights).feedForward).toBe(3);
  });

  test('stacked experts are a tensor for each layer, whose biases are stacked too', () => {
    const stacked = { stacked: true, routerBias: true, sharedWidth: 8, sharedGate: false };
    expect(mixture(stacked, { fusedGate: true })).toEqual([
      'b.mlp.gate.weight 3x4 capacity',
      'b.mlp.gate.bias 3 parameters',
      'b.mlp.experts.gate_up_proj 3x32x4 capacity',
      'b.mlp.experts.gate_up_proj_bias 3x32 parameters',
      'b.mlp.experts.down_proj 3x4x16 capacity',
      'b.mlp.experts.down_proj_bias 3x4 parameters',
      'b.mlp.shared_expert.gate_proj.weight 8x4 capacity',
      'b.mlp.shared_expert.up_proj.weight 8x4 capacity',
      'b.mlp.shared_expert.down_proj.weight 4x8 capacity',
    ]);
  });

  test.each(['all', 'routed'] as const)(
    'stacked or apart, the same matrices count, drawn alike, where %s experts count',
    (counted) => {
      const of = (stacked: boolean): string[] => {
        const list = new WeightList('feedForward', 0, {
          scheme: 'xavier-normal',
          initializerRange: 1,
          residualAdditions: 1,
        });
        const experts = completeExperts({ count: 3, routed: 2, stacked, counted });
        const block = { ...blockOf([16]), experts, gated: true };
        listFeedForward(block, 'b', WEIGHT_NAMES.llama, list);
        return list.weights
          .flatMap((weight) =>
            weight.counts === 'capacity'
              ? matricesOf(weight).map(
                  ({ rows, cols }) => `${rows}x${cols} ${JSON.stringify(weight.distribution)}`,
                )
              : [],
          )
          .sort();
      };
      expect(of(true)).toEqual(of(false));
      expect(of(true)).toHaveLength(1 + 3 * (counted === 'all' ? 3 : 2));
    },
  );
});
