import { createHash } from 'node:crypto';

/** The mean and the moments about it of a sample: variance, skewness, kurtosis (3 for a normal). */
export function momentsOf(values: Float32Array): {
  readonly mean: number;
  readonly variance: number;
  readonly skewness: number;
  readonly kurtosis: number;
} {
  const n = values.length;
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / n;
  let [second, third, fourth] = [0, 0, 0];
  for (const value of values) {
    const square = (value - mean) ** 2;
    second += square;
    third += square * (value - mean);
    fourth += square * square;
  }
  const variance = second / n;
  return {
    mean,
    variance,
    skewness: third / n / variance ** 1.5,
    kurtosis: fourth / n / variance ** 2,
  };
}

/** The largest distance between the distribution of a sample and a distribution function. */
export function kolmogorovSmirnov(
  values: Float32Array,
  distributionFunction: (x: number) => number,
): number {
  const n = values.length;
  let largest = 0;
  for (const [i, value] of values.toSorted().entries()) {
    const p = distributionFunction(value);
    largest = Math.max(largest, p - i / n, (i + 1) / n - p);
  }
  return largest;
}

/** The statistic that one sample of n in a thousand exceeds (Kolmogorov's distribution at 0.1 %). */
export function criticalDistance(n: number): number {
  return 1.95 / Math.sqrt(n);
}

/** Pearson's correlation of the pairs that `pair` gives for 0 to n - 1. */
export function correlationOf(n: number, pair: (i: number) => readonly [number, number]): number {
  let [x, y, xx, yy, xy] = [0, 0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    const [a, b] = pair(i);
    x += a;
    y += b;
    xx += a * a;
    yy += b * b;
    xy += a * b;
  }
  return (
    (xy / n - (x / n) * (y / n)) / Math.sqrt((xx / n - (x / n) ** 2) * (yy / n - (y / n) ** 2))
  );
}

/** The first 16 hexadecimal digits of the SHA-256 of the values as little-endian floats. */
export function checksumOf(values: Float32Array): string {
  const view = new DataView(new ArrayBuffer(4 * values.length));
  for (const [i, value] of values.entries()) view.setFloat32(4 * i, value, true);
  return createHash('sha256').update(view).digest('hex').slice(0, 16);
}
