import { describe, expect, test } from 'vitest';
import { varianceOf } from '../../src/initialization/distribution.ts';
import {
  distributionOf,
  INITIALIZATION_SCHEMES,
  type InitializationScheme,
} from '../../src/initialization/initialization-scheme.ts';

const context = (scheme: InitializationScheme) => ({
  scheme,
  initializerRange: 0.05,
  residualAdditions: 8,
});

/** Shapes with the fans that PyTorch's `_calculate_fan_in_and_fan_out` gives. */
const SHAPES = [
  { name: 'linear', shape: [512, 128], fanIn: 128, fanOut: 512 },
  { name: 'depthwise convolution', shape: [256, 1, 9], fanIn: 9, fanOut: 256 * 9 },
  { name: 'pointwise convolution', shape: [64, 256, 1], fanIn: 256, fanOut: 64 },
  { name: 'convolution', shape: [6, 4, 5], fanIn: 20, fanOut: 30 },
  { name: 'two-dimensional convolution', shape: [6, 4, 5, 3], fanIn: 60, fanOut: 90 },
  { name: 'embedding', shape: [30522, 128], fanIn: 128, fanOut: 30522 },
  { name: 'single entry', shape: [1, 1], fanIn: 1, fanOut: 1 },
];

describe.each(SHAPES)('distributionOf($name $shape, ...)', ({ shape, fanIn, fanOut }) => {
  test.each<[InitializationScheme, object]>([
    ['normal', { kind: 'normal', standardDeviation: 0.05 }],
    ['truncated-normal', { kind: 'truncated-normal', standardDeviation: 0.05 }],
    ['xavier-normal', { kind: 'normal', standardDeviation: Math.sqrt(2 / (fanIn + fanOut)) }],
    ['xavier-uniform', { kind: 'uniform', bound: Math.sqrt(6 / (fanIn + fanOut)) }],
    ['kaiming-normal', { kind: 'normal', standardDeviation: Math.sqrt(2 / fanIn) }],
    ['kaiming-uniform', { kind: 'uniform', bound: Math.sqrt(6 / fanIn) }],
    ['gpt2', { kind: 'normal', standardDeviation: 0.05 }],
  ])('%s takes the fans of the shape', (scheme, expected) => {
    expect(distributionOf({ shape, writesResidual: false }, context(scheme))).toEqual(expected);
  });

  test('the uniform form of a scheme has the variance of its normal form', () => {
    for (const name of ['xavier', 'kaiming'] as const) {
      const [normal, uniform] = (['normal', 'uniform'] as const).map((form) =>
        varianceOf(distributionOf({ shape, writesResidual: false }, context(`${name}-${form}`))),
      );
      expect(normal! / uniform!).toBeCloseTo(1, 12);
    }
  });
});

describe('distributionOf(weight that writes to the residual stream, ...)', () => {
  const weight = { shape: [64, 64], writesResidual: true };

  test('gpt2 divides by the root of the number of residual additions', () => {
    expect(distributionOf(weight, context('gpt2'))).toEqual({
      kind: 'normal',
      standardDeviation: 0.05 / Math.sqrt(8),
    });
  });

  test.each(INITIALIZATION_SCHEMES.filter((scheme) => scheme !== 'gpt2'))(
    '%s makes no difference',
    (scheme) => {
      const plain = { ...weight, writesResidual: false };
      expect(distributionOf(weight, context(scheme))).toEqual(
        distributionOf(plain, context(scheme)),
      );
    },
  );
});
