/** Bits that the terms keep below the size of their sum; three are left for the sums over them. */
const BITS = 50;

/**
 * Terms rounded to whole multiples of one power of two, so large that every sum over some of them
 * is exact in double precision, in any order. Each moves by at most 2^-50 of the sum of all sizes,
 * which is what the terms of a sum in double precision are worth anyway.
 *
 * @param terms at most 2^50 finite numbers whose sizes have a finite sum
 */
export function onOneGrid(terms: readonly number[]): number[] {
  const size = terms.reduce((sum, term) => sum + Math.abs(term), 0);
  if (size === 0) return terms.map(() => 0);
  // Where the power would be no number, the least there is: of this every number is a multiple.
  const unit = Math.max(2 ** (Math.floor(Math.log2(size)) - BITS), Number.MIN_VALUE);
  // 0 + x: a term of -0 is 0.
  return terms.map((term) => 0 + Math.round(term / unit) * unit);
}

/**
 * What is missing between a sum of terms of {@link onOneGrid} and a total: numbers, none of them 0,
 * which with the terms add up to the total exactly; one as a rule, two where it has more digits
 * than a double, none where there is nothing missing.
 *
 * Source: Knuth, "The Art of Computer Programming", volume 2, section 4.2.2, theorem B.
 */
export function missingFrom(total: number, terms: readonly number[]): number[] {
  const sum = terms.reduce((all, term) => all + term, 0);
  const rest = total - sum;
  const subtracted = total - rest;
  const error = total - (rest + subtracted) + (subtracted - sum);
  return [rest, error].filter((value) => value !== 0);
}
