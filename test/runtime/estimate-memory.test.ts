import { describe, expect, test } from 'vitest';
import { GraphBuilder } from '../../src/onnx/graph-builder.ts';
import { bytesOf, estimateMemory } from '../../src/runtime/estimate-memory.ts';
import { stackWithGradients } from './graphs.ts';

describe('bytesOf', () => {
  test.each([
    ['float32', 24],
    ['float64', 48],
    ['int64', 48],
    ['bool', 6],
  ] as const)('counts the bytes of %s', (type, bytes) => {
    expect(bytesOf({ type, shape: [2, 3] })).toBe(bytes);
    expect(bytesOf({ type, shape: [] })).toBe(bytes / 6);
  });
});

describe('estimateMemory', () => {
  test('counts what is alive at once, by last use: catches a sum of all values', () => {
    const builder = new GraphBuilder();
    let value = builder.input('x', [100]);
    for (let n = 0; n < 10; n++) value = builder.apply('Neg', [value]);
    // The input, and two values of the chain: one that is read and one that is written.
    expect(estimateMemory(builder.build([value]))).toEqual({ inputs: 400, peak: 1200 });
  });

  test('keeps outputs to the end, and constants from the start', () => {
    const builder = new GraphBuilder();
    const x = builder.input('x', [10]);
    const first = builder.apply('Add', [x, builder.constant(Array<number>(10).fill(2))]);
    let value = first;
    for (let n = 0; n < 5; n++) value = builder.apply('Neg', [value]);
    // Input, constant, the first output and two of the chain; 4 bytes are a scalar more.
    expect(estimateMemory(builder.build([value, first])).peak).toBe(200);
  });

  test('takes no memory for a view, and keeps what it views: catches a tensor that is freed twice', () => {
    const builder = new GraphBuilder();
    const x = builder.apply('Neg', [builder.input('x', [10])]);
    const view = builder.apply('Reshape', [x, builder.constant([2, 5], [2], 'int64')]);
    const other = builder.apply('Exp', [x]);
    const turned = builder.apply('Exp', [view]);
    const graph = builder.build([other, turned]);
    // Input, its negative, both outputs, and the shape of the view.
    expect(estimateMemory(graph).peak).toBe(4 * 40 + 16);
  });

  test('grows with depth where gradients need what was computed: catches activations that are forgotten', () => {
    const peakOf = (layers: number): number =>
      estimateMemory(stackWithGradients(layers, 1000, 10)).peak;
    const perLayer = (peakOf(20) - peakOf(10)) / 10;
    // At least the input of each product, [1000, 10], is kept.
    expect(perLayer).toBeGreaterThanOrEqual(40_000);
    expect(perLayer).toBeLessThan(3 * 40_000);
  });
});
