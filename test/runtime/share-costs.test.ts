import { describe, expect, test } from 'vitest';
import { GraphBuilder } from '../../src/onnx/graph-builder.ts';
import { int } from '../../src/onnx/attributes.ts';
import { nodeCost } from '../../src/runtime/node-cost.ts';
import { shareCosts } from '../../src/runtime/share-costs.ts';

describe('nodeCost', () => {
  test('counts the multiply-adds of a product, however it is written: catches a transposed length', () => {
    const builder = new GraphBuilder();
    const [a, b] = [builder.input('a', [2, 3]), builder.input('b', [3, 5])];
    builder.apply('MatMul', [a, b]);
    builder.apply('Gemm', [a, b]);
    builder.apply('Gemm', [builder.input('c', [3, 2]), b], { transA: int(1) });
    builder.apply('Reshape', [a, builder.constant([6], [1], 'int64')]);
    expect(builder.nodes.map(nodeCost)).toEqual([30, 30, 30, 0]);
  });
});

describe('shareCosts', () => {
  test('shares what several need, and adds up to all that anyone does: catches time that nobody spent', () => {
    const builder = new GraphBuilder();
    const x = builder.input('x', [100]);
    const common = builder.apply('Neg', [x]);
    const left = builder.apply('Exp', [common]);
    const right = builder.apply('Exp', [builder.apply('Neg', [common])]);
    builder.apply('Neg', [builder.apply('Neg', [x])]);
    const [one = 0, two = 0, none] = shareCosts(builder.nodes, [[left], [right], []]);
    expect([one, two, none]).toEqual([600, 1000, 0]);
    expect(one + two).toBe(4 * 400);
  });
});
