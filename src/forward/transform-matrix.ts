/** The matrices that fixed transforms over n numbers consist of. */
export type TransformPart = 'cosine' | 'sine' | 'discrete-cosine';

/**
 * A matrix n x n of a fixed transform, row-major:
 *
 * - `cosine` and `sine`, real part and negative imaginary part of the discrete Fourier transform,
 *   `cos(2 pi k i / n)` and `sin(2 pi k i / n)`; symmetric.
 * - `discrete-cosine`, row k being `2 cos(pi (2 i + 1) k / (2 n))`: the DCT-II without normalization.
 */
export function transformMatrix(part: TransformPart, n: number): readonly number[] {
  // Few angles are different, and those of whole turns are taken off: the angle of a large product
  // would lose its last digits.
  const turn = part === 'discrete-cosine' ? 4 * n : n;
  const values = Array.from({ length: turn }, (_, step) => {
    const angle = (2 * Math.PI * step) / turn;
    if (part === 'sine') return Math.sin(angle);
    return part === 'cosine' ? Math.cos(angle) : 2 * Math.cos(angle);
  });
  const entries: number[] = [];
  for (let k = 0; k < n; k++) {
    for (let i = 0; i < n; i++) {
      const step = part === 'discrete-cosine' ? (2 * i + 1) * k : i * k;
      entries.push(values[step % turn] ?? NaN);
    }
  }
  return entries;
}
