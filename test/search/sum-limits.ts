import fc from 'fast-check';
import type { SumLimit } from '../../src/search/measured-group.ts';

/** Limits around the sums that models have, so that some are tight and few are impossible. */
export function limitAmong(sums: readonly number[]): fc.Arbitrary<SumLimit> {
  return fc
    .tuple(fc.constantFrom(...sums), fc.constantFrom(...sums), fc.nat(3))
    .map(([a, b, kind]) => ({
      least: kind === 1 || kind === 2 ? Math.min(a, b) : -Infinity,
      most: kind === 2 || kind === 3 ? Math.max(a, b) : Infinity,
    }));
}
