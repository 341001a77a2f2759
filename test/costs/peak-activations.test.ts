import { describe, expect, test } from 'vitest';
import type { Architecture } from '../../src/architecture/architecture.ts';
import { peakActivations } from '../../src/costs/peak-activations.ts';
import { CONFIGS } from '../formats/hugging-face/configs.ts';
import { buildForward } from '../../src/forward/build-forward.ts';
import { bytesOf, estimateMemory } from '../../src/runtime/estimate-memory.ts';
import { candidateOf, lts, spec, specOf } from '../formats/specs.ts';
import { block, model } from '../proxies/models.ts';

const at = (sequenceLength: number, batch = 1) => ({ batch, sequenceLength });

/** The peak besides the block's input, of a model of one block of width 16. */
function beside(changes: Parameters<typeof block>[0], length = 10, batch = 1): number {
  const own = { hiddenSize: 16, numAttentionHeads: 4, feedForwardWidths: [1], ...changes };
  const architecture = model([block(own)]);
  return peakActivations(architecture, at(length, batch)) - batch * length * own.hiddenSize;
}

describe('the peak of the activations', () => {
  test('of a model of the size of BERT-tiny, by hand: catches a value that is freed too soon', () => {
    const one = block({ hiddenSize: 128, numAttentionHeads: 2, feedForwardWidths: [512] });
    const input = 128 * 128;
    // Query, key and value, and two heads of products; or 512 wide and what comes of it.
    const products = 3 * input + 2 * 128 * 128;
    const feedForward = 128 * 512 + input;
    expect([products, feedForward]).toEqual([81_920, 81_920]);
    expect(peakActivations(model([one, one]), at(128))).toBe(input + 81_920);
    // Products grow by the square of the length, everything else by the length.
    expect(peakActivations(model([one, one]), at(256))).toBe(
      4 * 2 * 128 * 128 + 2 * (input + 3 * input),
    );
  });

  test('of every operation, by hand: catches one that is counted as another', () => {
    const [tokens, products] = [10 * 16, 4 * 10 * 10];
    const attention = { kind: 'self-attention', similarity: 'scaled-dot-product' } as const;
    expect(beside({ operation: attention })).toBe(3 * tokens + products);
    expect(beside({ operation: { ...attention, similarity: 'weighted-multiplicative' } }, 2)).toBe(
      4 * 2 * 16,
    );
    // One head of keys and values for four of queries.
    expect(beside({ operation: { ...attention, numKeyValueHeads: 1 } })).toBe(
      1.5 * tokens + products,
    );
    expect(beside({ operation: { ...attention, relativePositions: true } })).toBe(
      4 * tokens + 2 * products,
    );
    const transform = { kind: 'linear-transform', transform: 'discrete-fourier' } as const;
    expect(beside({ operation: transform })).toBe(2 * tokens);
    // Two heads of four: half as wide, with windows of three.
    const convolution = { kind: 'separable-convolution', kernelSize: 3 } as const;
    expect(beside({ operation: convolution })).toBe(10 * (5 * 8 + 2 * 3 + 8 * 3));
    // Long sequences have their peak in the attention of the other half.
    expect(beside({ operation: convolution }, 100)).toBe(100 * 4 * 8 + 2 * 100 * 100);
  });

  test('of feed-forward layers, by hand: catches a stack that is one layer, a copy that is forgotten', () => {
    expect(beside({ feedForwardWidths: [200] })).toBe(10 * (200 + 16));
    expect(beside({ feedForwardWidths: [200, 300] })).toBe(10 * (200 + 300));
    expect(beside({ feedForwardWidths: [200], gated: true })).toBe(10 * 2 * 200);
    expect(beside({ feedForwardWidths: [200], gated: true, norm: 'pre' })).toBe(
      10 * (2 * 200 + 16),
    );
    // One of four experts over 1 of 4 tokens, with what it reads, the sum and the routes.
    expect(beside({ feedForwardWidths: [200], experts: { count: 4, routed: 1 } }, 4)).toBe(
      4 * (16 + 4) + (16 + 200 + 16),
    );
  });

  test('grows with the batch as with nothing else: catches a batch that is not counted', () => {
    for (const config of Object.values(CONFIGS)) {
      const { architecture } = candidateOf(config);
      const one = peakActivations(architecture, at(64));
      expect(one).toBeGreaterThan(0);
      if (architecture.embedding.distances === null) {
        expect(peakActivations(architecture, at(64, 5))).toBe(5 * one);
      }
    }
  });

  test('is what a graph takes at least, that writes over nothing, and no small part of it: catches a count of another network', () => {
    const layers = [
      { operation_type: 'SA', operation_parameter: 'WMA' },
      { operation_type: 'LT', operation_parameter: 'DFT' },
      { operation_type: 'DSC', operation_parameter: 9, num_feed_forward: 3 },
    ];
    const records = [
      spec(),
      specOf({ num_feed_forward: 3 }),
      ...layers.map((one) => specOf(one)),
      lts(),
    ];
    for (const record of records) {
      for (const settings of [at(16), at(8, 3), at(10)]) {
        const { architecture } = candidateOf(record);
        const pass = buildForward(architecture, settings);
        if (!pass.ok) throw new Error(pass.reason);
        const graph = pass.value.builder.build([pass.value.hidden]);
        const constants = [...graph.constants.values()].reduce((sum, one) => sum + bytesOf(one), 0);
        const { inputs, peak } = estimateMemory(graph);
        const counted = 4 * peakActivations(architecture, settings);
        const ratio = (peak - inputs - constants) / counted;
        expect(ratio, JSON.stringify(record)).toBeGreaterThan(0.95);
        expect(ratio, JSON.stringify(record)).toBeLessThan(3);
      }
    }
  });

  test('is that of the embedding or of a projection where they are larger: catches blocks alone', () => {
    const small = block({ hiddenSize: 2, numAttentionHeads: 1, feedForwardWidths: [1] });
    const wide: Architecture = model([small], {
      embedding: { vocabSize: 9, embeddingSize: 90, maxPositionEmbeddings: 9, typeVocabSize: 0 },
    });
    expect(peakActivations(wide, at(1))).toBe(92);
    expect(peakActivations(candidateOf(lts()).architecture, at(4))).toBeGreaterThan(0);
  });
});
