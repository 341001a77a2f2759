/** The matrices that fixed transforms over n numbers consist of. */
export const TRANSFORM_PARTS = ['cosine', 'sine', 'discrete-cosine'] as const;

/** One of those matrices. */
export type TransformPart = (typeof TRANSFORM_PARTS)[number];

/**
 * A matrix n x n of a fixed transform, row-major:
 *
 * - `cosine` and `sine`, real part and negative imaginary part of the discrete Fourier transform,
 *   `cos(2 pi k i / n)` and `sin(2 pi k i / n)`; symmetric.
 * - `discrete-cosine`, row k being `2 cos(pi (2 i + 1) k / (2 n))`: the DCT-II without normalization.
 */
export function transformMatrix(part: TransformPart, n: number): readonly number[] {
  return Array.from({ length: n * n }, (_, place) => {
    const k = Math.floor(place / n);
    const i = place % n;
    // Whole turns are taken off first: the angle of a large product would lose its last digits.
    switch (part) {
      case 'cosine':
        return Math.cos((2 * Math.PI * ((k * i) % n)) / n);
      case 'sine':
        return Math.sin((2 * Math.PI * ((k * i) % n)) / n);
      case 'discrete-cosine':
        return 2 * Math.cos((Math.PI * (((2 * i + 1) * k) % (4 * n))) / (2 * n));
    }
  });
}
