import { failure, success, type Result } from '../result.ts';

/**
 * Kendall's partial tau: how well x and y agree beyond what both have from z,
 *
 *     (t_xy - t_xz * t_yz) / sqrt((1 - t_xz^2) * (1 - t_yz^2)),
 *
 * from -1 to 1. Tau-b is the cosine of the angle between lists of pairwise signs, so that this is
 * their partial correlation; it is 0 for what is independent given z only roughly.
 *
 * @param xy Kendall's tau-b of x and y; xz and yz are those with the third variable
 * @returns a failure if x or y orders the items as z does, or in reverse: then nothing is left of
 *   it that z does not explain
 *
 * Source: Kendall, "Partial rank correlation", Biometrika 32, 1942.
 */
export function partialTau(xy: number, xz: number, yz: number): Result<number> {
  const xLeft = (1 - xz) * (1 + xz);
  const yLeft = (1 - yz) * (1 + yz);
  // The negation also catches NaN.
  if (!(xLeft > 0))
    return failure('The scores order the items as their sizes do: nothing is left.');
  if (!(yLeft > 0)) {
    return failure('The ground truth orders the items as their sizes do: nothing is left.');
  }
  const value = (xy - xz * yz) / Math.sqrt(xLeft * yLeft);
  return success(Math.min(1, Math.max(-1, value)));
}
