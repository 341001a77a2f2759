import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readRecord } from '../../src/formats/registry.ts';
import { FLEXIBERT_SPACE, type FlexibertLayer } from '../../src/search-space/flexibert-space.ts';
import { sampleFlexibertSpec } from '../../src/search-space/sample-flexibert-spec.ts';
import { MAX_SEED } from '../../src/initialization/weight-stream.ts';

const SAMPLE = Array.from({ length: 3000 }, (_, index) => sampleFlexibertSpec(0, index));
const LAYERS = SAMPLE.flatMap(({ nas_config }) => nas_config.encoder_layers);

const ofType = (type: FlexibertLayer['operation_type']) =>
  LAYERS.filter(({ operation_type }) => operation_type === type);

/**
 * The chi-square statistic of equal chances; what a fair choice exceeds once in 1,000 samples is
 * 10.83 for two choices and 13.82 for three.
 */
function chiSquare(values: readonly unknown[], choices: readonly unknown[]): number {
  const expected = values.length / choices.length;
  return choices
    .map((choice) => values.filter((value) => value === choice).length)
    .reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

describe('sampleFlexibertSpec(seed, index)', () => {
  const { encoder_layer: layer } = FLEXIBERT_SPACE;

  test.each<[string, readonly unknown[], readonly unknown[]]>([
    ['hidden_size', SAMPLE.map((spec) => spec.hidden_size), FLEXIBERT_SPACE.hidden_size],
    [
      'number of layers',
      SAMPLE.map(({ nas_config }) => nas_config.encoder_layers.length),
      FLEXIBERT_SPACE.num_encoder_layers,
    ],
    ['operation_type', LAYERS.map((own) => own.operation_type), layer.operation_type],
    [
      'num_operation_heads',
      LAYERS.map((own) => own.num_operation_heads),
      layer.num_operation_heads,
    ],
    [
      'feed_forward_dimension',
      LAYERS.map((own) => own.feed_forward_dimension),
      layer.feed_forward_dimension,
    ],
    ['num_feed_forward', LAYERS.map((own) => own.num_feed_forward), layer.num_feed_forward],
    ['parameter of SA', ofType('SA').map((own) => own.operation_parameter), layer.SA],
    ['parameter of LT', ofType('LT').map((own) => own.operation_parameter), layer.LT],
    ['parameter of DSC', ofType('DSC').map((own) => own.operation_parameter), layer.DSC],
  ])('draws each %s of the space, and only those, equally often', (_, values, choices) => {
    expect(new Set(values)).toEqual(new Set(choices));
    expect(chiSquare(values, choices)).toBeLessThan(choices.length === 2 ? 10.83 : 13.82);
  });

  test('draws the layers of a spec independently of each other and of its size', () => {
    const pairs = SAMPLE.map(
      ({
        hidden_size,
        nas_config: {
          encoder_layers: [first, second],
        },
      }) => [first?.operation_type, second?.operation_type, hidden_size].join(' '),
    );
    const { operation_type: types } = layer;
    const choices = types.flatMap((a) =>
      types.flatMap((b) => FLEXIBERT_SPACE.hidden_size.map((size) => `${a} ${b} ${size}`)),
    );
    // 18 choices: 40.79 is exceeded once in 1,000 samples.
    expect(chiSquare(pairs, choices)).toBeLessThan(40.79);
  });

  test('is a function of seed and index: a sample is the beginning of every longer one', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: MAX_SEED }), fc.nat(), (seed, index) => {
        const spec = sampleFlexibertSpec(seed, index);
        sampleFlexibertSpec(seed + (seed < MAX_SEED ? 1 : -1), index);
        sampleFlexibertSpec(seed, index + 1);
        expect(sampleFlexibertSpec(seed, index)).toEqual(spec);
      }),
    );
  });

  test('other seeds give other samples', () => {
    const firstTen = (seed: number) =>
      JSON.stringify(Array.from({ length: 10 }, (_, index) => sampleFlexibertSpec(seed, index)));
    const samples = [0, 1, 2, 2 ** 32, MAX_SEED].map(firstTen);
    expect(new Set(samples).size).toBe(samples.length);
  });

  test('gives specs that are read without a problem or a warning', () => {
    for (const spec of SAMPLE.slice(0, 200)) {
      const read = readRecord(spec, { source: 's', defaultId: 'd', build: 'declared' });
      expect(read).toMatchObject({ problems: [], warnings: [] });
      expect(read.candidate?.architecture.blocks).toHaveLength(
        spec.nas_config.encoder_layers.length,
      );
    }
  });

  test('seed 1 begins with this spec for ever, or the committed candidates would change', () => {
    expect(sampleFlexibertSpec(1, 0)).toEqual({
      hidden_size: 128,
      nas_config: {
        encoder_layers: [
          {
            operation_type: 'DSC',
            operation_parameter: 9,
            num_operation_heads: 4,
            feed_forward_dimension: 512,
            num_feed_forward: 1,
          },
          {
            operation_type: 'LT',
            operation_parameter: 'DFT',
            num_operation_heads: 2,
            feed_forward_dimension: 1024,
            num_feed_forward: 1,
          },
          {
            operation_type: 'SA',
            operation_parameter: 'WMA',
            num_operation_heads: 4,
            feed_forward_dimension: 512,
            num_feed_forward: 3,
          },
          {
            operation_type: 'LT',
            operation_parameter: 'DFT',
            num_operation_heads: 4,
            feed_forward_dimension: 512,
            num_feed_forward: 1,
          },
        ],
      },
    });
  });

  test.each([-1, 0.5, NaN, Infinity, 2 ** 53])('refuses the index or the seed %d', (bad) => {
    expect(() => sampleFlexibertSpec(0, bad)).toThrow(RangeError);
    expect(() => sampleFlexibertSpec(bad, 0)).toThrow(RangeError);
  });
});

describe('FLEXIBERT_SPACE', () => {
  test('is the table that Serianni and Kalita publish', () => {
    expect(FLEXIBERT_SPACE).toEqual({
      hidden_size: [128, 256],
      num_encoder_layers: [2, 4],
      encoder_layer: {
        operation_type: ['SA', 'LT', 'DSC'],
        num_operation_heads: [2, 4],
        feed_forward_dimension: [512, 1024],
        num_feed_forward: [1, 3],
        SA: ['SDP', 'WMA'],
        LT: ['DFT', 'DCT'],
        DSC: [5, 9],
      },
    });
  });
});
