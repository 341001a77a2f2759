import type { RandomDistribution } from './distribution.ts';

/** The names of the initialization schemes. */
export const INITIALIZATION_SCHEMES = [
  'normal',
  'truncated-normal',
  'xavier-normal',
  'xavier-uniform',
  'kaiming-normal',
  'kaiming-uniform',
  'gpt2',
] as const;

/** A rule that gives every weight its distribution. */
export type InitializationScheme = (typeof INITIALIZATION_SCHEMES)[number];

/** What a scheme has to know of a weight. */
export interface InitializedWeight {
  /** Output dimension first, as PyTorch stores weights; at least two dimensions. */
  readonly shape: readonly number[];
  /** Whether the output is added to the residual stream. */
  readonly writesResidual: boolean;
}

/** What a scheme has to know of the model. */
export interface InitializationContext {
  readonly scheme: InitializationScheme;
  /** Standard deviation of `normal`, `truncated-normal` and `gpt2`; the others derive their own. */
  readonly initializerRange: number;
  /** How many times the residual stream is added to: twice per block. */
  readonly residualAdditions: number;
}

/**
 * The distribution of a weight under a scheme, with `fan_in = in * k` and `fan_out = out * k`
 * (k the size of a convolution's kernel, 1 otherwise), as PyTorch counts them:
 *
 * | scheme | entries |
 * |---|---|
 * | `normal` | N(0, s^2), s the initializer range (BERT: 0.02) |
 * | `truncated-normal` | the same, cut at +-2s (the TensorFlow BERT and ELECTRA) |
 * | `xavier-normal` | N(0, 2 / (fan_in + fan_out)) (Glorot and Bengio 2010, eq. 12) |
 * | `xavier-uniform` | U(-b, b), b = sqrt(6 / (fan_in + fan_out)) (eq. 16) |
 * | `kaiming-normal` | N(0, 2 / fan_in) (He et al. 2015, eq. 10) |
 * | `kaiming-uniform` | U(-b, b), b = sqrt(6 / fan_in) |
 * | `gpt2` | N(0, s^2), s over sqrt(number of residual additions) for weights that write to the residual stream (Radford et al. 2019, section 2.3) |
 */
export function distributionOf(
  weight: InitializedWeight,
  context: InitializationContext,
): RandomDistribution {
  const { initializerRange } = context;
  switch (context.scheme) {
    case 'normal':
      return { kind: 'normal', standardDeviation: initializerRange };
    case 'truncated-normal':
      return { kind: 'truncated-normal', standardDeviation: initializerRange };
    case 'xavier-normal':
      return { kind: 'normal', standardDeviation: Math.sqrt(2 / fanSumOf(weight)) };
    case 'xavier-uniform':
      return { kind: 'uniform', bound: Math.sqrt(6 / fanSumOf(weight)) };
    case 'kaiming-normal':
      return { kind: 'normal', standardDeviation: Math.sqrt(2 / fanInOf(weight)) };
    case 'kaiming-uniform':
      return { kind: 'uniform', bound: Math.sqrt(6 / fanInOf(weight)) };
    case 'gpt2':
      return {
        kind: 'normal',
        standardDeviation: weight.writesResidual
          ? initializerRange / Math.sqrt(context.residualAdditions)
          : initializerRange,
      };
  }
}

function fanInOf({ shape }: InitializedWeight): number {
  return shape.slice(1).reduce((product, size) => product * size, 1);
}

function fanSumOf(weight: InitializedWeight): number {
  const [out = 1, , ...kernel] = weight.shape;
  return fanInOf(weight) + kernel.reduce((product, size) => product * size, out);
}

/** Whether a scheme looks at the initializer range; the others derive a deviation of their own. */
export function usesInitializerRange(scheme: InitializationScheme): boolean {
  return scheme === 'normal' || scheme === 'truncated-normal' || scheme === 'gpt2';
}

/** Whether a scheme looks at how often the residual stream is added to, and so at the other blocks. */
export function looksAtResidual(scheme: InitializationScheme): boolean {
  return scheme === 'gpt2';
}
