import { describe, expect, test } from 'vitest';
import type { Block } from '../../../src/architecture/block.ts';
import type { SeparableConvolution } from '../../../src/architecture/operation.ts';
import { completeBlock } from '../../../src/architecture/complete-architecture.ts';
import { separableConvolution } from '../../../src/architecture/operations/separable-convolution.ts';
import { WEIGHT_NAMES } from '../../../src/architecture/naming-tables.ts';
import { listed, residualWriters } from '../listed.ts';

function blockOf(hiddenSize: number, heads: number, kernelSize = 5): [Block, SeparableConvolution] {
  const operation = { kind: 'separable-convolution', kernelSize } as const;
  const sizes = { hiddenSize, numAttentionHeads: heads, feedForwardWidths: [32] };
  return [completeBlock({ ...sizes, operation }, { family: 'encoder' }), operation];
}

function shapes(hiddenSize: number, heads: number, kernelSize?: number): Record<string, string> {
  return Object.fromEntries(
    listed((list) => {
      separableConvolution.list(
        ...blockOf(hiddenSize, heads, kernelSize),
        'a',
        WEIGHT_NAMES.bert,
        list,
      );
    }).map((line) => {
      const [path = '', shape = ''] = line.split(' ');
      return [path, shape];
    }),
  );
}

describe('separableConvolution.list', () => {
  test('four heads: half of them convolve, at the full head size', () => {
    // h = 8, n = 4: n' = 2, head size 2, a = 4; the generator makes 2 * 5 numbers a position.
    expect(
      listed((list) => {
        separableConvolution.list(...blockOf(8, 4), 'a', WEIGHT_NAMES.bert, list);
      }),
    ).toEqual([
      'a.self.query.weight 4x8 capacity',
      'a.self.query.bias 4 parameters',
      'a.self.key.weight 4x8 capacity',
      'a.self.key.bias 4 parameters',
      'a.self.value.weight 4x8 capacity',
      'a.self.value.bias 4 parameters',
      'a.self.depthwise.weight 8x1x5 capacity',
      'a.self.pointwise.weight 4x8x1 capacity',
      'a.self.pointwise.bias 4 parameters',
      'a.self.conv_kernel.weight 10x4 capacity',
      'a.self.conv_kernel.bias 10 parameters',
      'a.self.conv_out.weight 4x8 capacity',
      'a.self.conv_out.bias 4 parameters',
      'a.output.dense.weight 8x8 capacity',
      'a.output.dense.bias 8 parameters',
    ]);
  });

  test('two heads: one of them convolves', () => {
    expect(shapes(8, 2)).toMatchObject({
      'a.self.query.weight': '4x8',
      'a.self.conv_kernel.weight': '5x4',
    });
  });

  test('one head stays one: half of it would be none', () => {
    expect(shapes(8, 1)).toMatchObject({
      'a.self.query.weight': '8x8',
      'a.self.pointwise.weight': '8x8x1',
      'a.self.conv_kernel.weight': '5x8',
    });
  });

  test('an odd number of heads is halved downwards', () => {
    // h = 9, n = 3: n' = 1, head size 3, a = 3. h = 10, n = 5: n' = 2, head size 2, a = 4.
    expect(shapes(9, 3)).toMatchObject({
      'a.self.query.weight': '3x9',
      'a.self.conv_kernel.weight': '5x3',
    });
    expect(shapes(10, 5)).toMatchObject({
      'a.self.query.weight': '4x10',
      'a.self.conv_kernel.weight': '10x4',
    });
  });

  test('the kernel size is in the depthwise convolution and in the generator', () => {
    expect(shapes(8, 4, 1)).toMatchObject({
      'a.self.depthwise.weight': '8x1x1',
      'a.self.conv_kernel.weight': '2x4',
    });
    expect(shapes(8, 4, 9)).toMatchObject({
      'a.self.depthwise.weight': '8x1x9',
      'a.self.conv_kernel.bias': '18',
    });
  });

  test('the output alone writes to the residual stream', () => {
    expect(
      residualWriters((list) => {
        separableConvolution.list(...blockOf(8, 4), 'a', WEIGHT_NAMES.bert, list);
      }),
    ).toEqual(['a.output.dense.weight']);
  });
});
