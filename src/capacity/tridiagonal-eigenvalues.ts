import type { SymmetricTridiagonal } from './tridiagonalize.ts';

/**
 * Sweeps allowed per eigenvalue. Two or three are usual; thirty is the customary bound
 * (EISPACK, LAPACK), beyond which something is wrong with the input.
 */
const MAX_SWEEPS = 30;

/**
 * All eigenvalues of a symmetric tridiagonal matrix T, in no particular order, by the implicit QL
 * method with Wilkinson's shift, without eigenvectors.
 *
 * An entry below the diagonal counts as zero from `2^-52 ||T||` down (largest absolute row sum),
 * not from where it is small beside its neighbours: of a matrix whose entries differ by many
 * orders of magnitude, rounding errors of the largest ones keep the others from ever getting
 * that small. Error: a small multiple of `2^-52 ||T||` for every eigenvalue, so that those below
 * that have no correct digit. Cost: about 30 n^2 operations.
 *
 * @param tridiagonal overwritten; all entries finite, magnitudes between 1e-100 and 1e100, or zero,
 * so that their squares neither overflow nor underflow to any effect
 * @returns the array of the diagonal, which now holds the eigenvalues
 * @throws Error when an eigenvalue takes more than 30 sweeps, which no finite matrix is known to do
 *
 * Source: Dubrulle, Martin and Wilkinson, "The implicit QL algorithm", Numerische Mathematik 12
 * (1968), 377-383; shift and sweep (there for QR) in Golub and Van Loan, "Matrix Computations",
 * 4th edition, section 8.3.
 */
export function tridiagonalEigenvalues(tridiagonal: SymmetricTridiagonal): Float64Array {
  const { diagonal, subdiagonal } = tridiagonal;
  const size = diagonal.length;
  const negligible = Number.EPSILON * largestRowSum(diagonal, subdiagonal);
  for (let first = 0; first < size; first++) {
    for (let sweeps = 0; ; sweeps++) {
      let last = first;
      // Negated, so that NaN never passes for zero and the bound on sweeps ends it.
      while (last < size - 1 && !(Math.abs(subdiagonal[last]!) <= negligible)) last++;
      if (last === first) break;
      if (sweeps === MAX_SWEEPS) {
        throw new Error(
          `eigenvalue ${first + 1} of ${size} did not converge in ${MAX_SWEEPS} sweeps of QL`,
        );
      }
      sweep(diagonal, subdiagonal, first, last);
    }
  }
  return diagonal;
}

function largestRowSum(diagonal: Float64Array, subdiagonal: Float64Array): number {
  let largest = 0;
  for (let row = 0; row < diagonal.length; row++) {
    const left = row === 0 ? 0 : Math.abs(subdiagonal[row - 1]!);
    const right = row === diagonal.length - 1 ? 0 : Math.abs(subdiagonal[row]!);
    largest = Math.max(largest, left + Math.abs(diagonal[row]!) + right);
  }
  return largest;
}

/** One implicit QL step on the rows `first` to `last`: rotations from the last row up. */
function sweep(
  diagonal: Float64Array,
  subdiagonal: Float64Array,
  first: number,
  last: number,
): void {
  const below = subdiagonal[first]!;
  const half = (diagonal[first + 1]! - diagonal[first]!) / 2;
  const radius = Math.sqrt(half * half + below * below);
  // Of the two eigenvalues of the leading 2 x 2 block, the one nearer to its first entry; the
  // quotient rather than the difference, which would cancel.
  const shift = diagonal[first]! - (below * below) / (half < 0 ? half - radius : half + radius);

  let cosine = 1;
  let sine = 1;
  let carried = 0;
  // The entry the next rotation acts on, and the one it has to remove.
  let kept = diagonal[last]! - shift;
  for (let row = last - 1; row >= first; row--) {
    const removed = sine * subdiagonal[row]!;
    const side = cosine * subdiagonal[row]!;
    const length = Math.sqrt(removed * removed + kept * kept);
    if (row + 1 < last) subdiagonal[row + 1] = length;
    if (length === 0) {
      // The block has come apart by itself here: finish this half, the next sweep sees two blocks.
      diagonal[row + 1] = diagonal[row + 1]! - carried;
      return;
    }
    sine = removed / length;
    cosine = kept / length;
    const base = diagonal[row + 1]! - carried;
    const turn = (diagonal[row]! - base) * sine + 2 * cosine * side;
    carried = sine * turn;
    diagonal[row + 1] = base + carried;
    kept = cosine * turn - side;
  }
  diagonal[first] = diagonal[first]! - carried;
  subdiagonal[first] = kept;
}
