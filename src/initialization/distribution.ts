/** How the entries of a weight matrix are drawn: independently, symmetric about 0. */
export type RandomDistribution =
  | { readonly kind: 'normal'; readonly standardDeviation: number }
  | {
      /** A normal cut off at two of its standard deviations, as TensorFlow's truncated normal. */
      readonly kind: 'truncated-normal';
      /** Of the normal before it is cut. */
      readonly standardDeviation: number;
    }
  | { readonly kind: 'uniform'; /** Entries lie in [-bound, bound]. */ readonly bound: number };

/** How the entries of any weight come about: biases and norms start from a constant. */
export type Distribution =
  RandomDistribution | { readonly kind: 'constant'; readonly value: number };

/** Where a truncated normal is cut, in standard deviations of the normal before it is cut. */
export const TRUNCATION = 2;

/**
 * Variance of a standard normal cut off at +-2: `1 - 4 phi(2) / (2 Phi(2) - 1)`, phi and Phi the
 * density and the distribution function (Johnson, Kotz and Balakrishnan, "Continuous Univariate
 * Distributions" 1, section 13.10.1).
 */
export const TRUNCATED_VARIANCE = 0.7737413035499232;

/**
 * The variance of the entries: `s^2` for a normal, `0.774 s^2` for a truncated one, `b^2 / 3`
 * for a uniform.
 */
export function varianceOf(distribution: RandomDistribution): number {
  switch (distribution.kind) {
    case 'normal':
      return distribution.standardDeviation ** 2;
    case 'truncated-normal':
      return TRUNCATED_VARIANCE * distribution.standardDeviation ** 2;
    case 'uniform':
      return distribution.bound ** 2 / 3;
  }
}
