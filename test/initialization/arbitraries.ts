import fc from 'fast-check';
import {
  MAX_SEED,
  weightStream,
  type WeightStream,
} from '../../src/initialization/weight-stream.ts';

/** An unsigned 32-bit word, the ends of the range included. */
export const anyWord: fc.Arbitrary<number> = fc.oneof(
  fc.integer({ min: 0, max: 0xffffffff }),
  fc.constantFrom(0, 1, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff),
);

/** Any seed there is. */
export const anySeed: fc.Arbitrary<number> = fc.oneof(
  fc.integer({ min: 0, max: MAX_SEED }),
  fc.constantFrom(0, 1, 2 ** 32 - 1, 2 ** 32, MAX_SEED),
);

/** The stream of any weight under any seed. */
export const anyStream: fc.Arbitrary<WeightStream> = fc
  .tuple(anySeed, fc.string())
  .map(([seed, path]) => weightStream(seed, path));
