import type { FittedKernel } from './fitted-kernels.ts';
import {
  CONSTANT_VARIANCE,
  divisorOf,
  nearnessOf,
  PRIOR_MEAN,
  productOf,
  SLOPE_VARIANCE,
  type Points,
} from './label-kernel.ts';

/** What is predicted of a candidate, on the scale of normal scores, higher is better. */
export interface Prediction {
  readonly mean: number;
  readonly standardDeviation: number;
}

/**
 * The mixture of the fitted processes at any candidate. The kernel of a candidate with all n labels
 * is linear in its vector `f = (1, b, z_1 .. z_p, e_1 .. e_n)`, e being its kernels of distance; so
 * the mean of the mixture is one product with f, and its second moment one quadratic form in f,
 * however many processes there are: O((2 + p + n)^2) for each candidate.
 */
export class QualityPosterior {
  readonly #labelled: Points;
  readonly #labels: number;
  readonly #size: number;
  /** The f of one candidate after another: a new one for each would be most of the memory that is made. */
  readonly #vector: Float64Array;
  /** What the mean is above that of the prior, by entries of f. */
  readonly #slopes: Float64Array;
  /** Of the second moment, lower triangle by rows. */
  readonly #form: Float64Array;
  readonly #linear: number;
  readonly #local: number;

  /** @param labelled the points that the processes were fitted to, n of them */
  constructor(labelled: Points, fitted: readonly FittedKernel[]) {
    const n = labelled.priors.length;
    const p = labelled.featureCount;
    this.#labelled = labelled;
    this.#labels = n;
    this.#size = 2 + p + n;
    this.#vector = new Float64Array(this.#size);
    this.#slopes = new Float64Array(this.#size);
    this.#form = new Float64Array(this.#size * this.#size);
    let [linear, local] = [0, 0];
    for (const kernel of fitted) {
      this.#add(kernel);
      linear += kernel.weight * kernel.setting.linear;
      local += kernel.weight * kernel.setting.local;
    }
    this.#linear = linear;
    this.#local = local;
  }

  /** The prediction for a point. */
  at(points: Points, index: number): Prediction {
    const f = this.#vectorOf(points, index);
    const b = points.priors[index] ?? NaN;
    const [size, slopes, form] = [this.#size, this.#slopes, this.#form];
    let above = 0;
    for (let i = 0; i < size; i++) above += (slopes[i] ?? NaN) * (f[i] ?? NaN);
    const prior = PRIOR_MEAN * b;
    let second = CONSTANT_VARIANCE + SLOPE_VARIANCE * b * b + this.#local;
    second += this.#linear * productOf(points, index, points, index);
    second += prior * prior + 2 * prior * above;
    for (let i = 0, at = 0; i < size; i++, at += size) {
      let row = 0;
      for (let j = 0; j < i; j++) row += (form[at + j] ?? NaN) * (f[j] ?? NaN);
      const own = f[i] ?? NaN;
      second += own * (2 * row + (form[at + i] ?? NaN) * own);
    }
    const mean = prior + above;
    return { mean, standardDeviation: Math.sqrt(Math.max(0, second - mean * mean)) };
  }

  #vectorOf(points: Points, index: number): Float64Array {
    const { featureCount } = points;
    const f = this.#vector;
    f[0] = 1;
    f[1] = points.priors[index] ?? NaN;
    for (let d = 0; d < featureCount; d++) {
      f[2 + d] = points.features[index * featureCount + d] ?? NaN;
    }
    for (let i = 0; i < this.#labels; i++) {
      f[2 + featureCount + i] = nearnessOf(points, index, this.#labelled, i);
    }
    return f;
  }

  /** Adds `w T^T a` to the mean and `w T^T (a a^T - K^-1) T` to the form; T f are the kernels. */
  #add({ setting, weight, solution, inverse }: FittedKernel): void {
    const { linear, local } = setting;
    const { priors, features, featureCount } = this.#labelled;
    const n = this.#labels;
    const plain = 2 + featureCount;
    const scale = linear / divisorOf(this.#labelled);
    /** The columns of T for 1, b and z: those of e are `local` times the identity. */
    const columns = Array.from({ length: plain }, (_, at) =>
      Float64Array.from({ length: n }, (__, i) => {
        if (at === 0) return CONSTANT_VARIANCE;
        if (at === 1) return SLOPE_VARIANCE * (priors[i] ?? NaN);
        return scale * (features[i * featureCount + at - 2] ?? NaN);
      }),
    );
    const dot = (x: Float64Array, y: Float64Array): number => {
      let sum = 0;
      for (let i = 0; i < n; i++) sum += (x[i] ?? NaN) * (y[i] ?? NaN);
      return sum;
    };
    const alongs = columns.map((column) => dot(column, solution));
    const into = (i: number, j: number, value: number): void => {
      const at = i * this.#size + j;
      this.#form[at] = (this.#form[at] ?? NaN) + weight * value;
    };
    for (const [i, along] of alongs.entries()) {
      this.#slopes[i] = (this.#slopes[i] ?? NaN) + weight * along;
      const column = columns[i] ?? new Float64Array(n);
      const through = Float64Array.from({ length: n }, (_, row) =>
        dot(inverse.subarray(row * n, (row + 1) * n), column),
      );
      for (let j = 0; j <= i; j++) {
        into(i, j, along * (alongs[j] ?? NaN) - dot(columns[j] ?? column, through));
      }
      for (let row = 0; row < n; row++) {
        into(plain + row, i, local * (along * (solution[row] ?? NaN) - (through[row] ?? NaN)));
      }
    }
    for (let i = 0; i < n; i++) {
      const own = solution[i] ?? NaN;
      const at = plain + i;
      this.#slopes[at] = (this.#slopes[at] ?? NaN) + weight * local * own;
      if (local === 0) continue;
      for (let j = 0; j <= i; j++) {
        into(
          at,
          plain + j,
          local * local * (own * (solution[j] ?? NaN) - (inverse[i * n + j] ?? NaN)),
        );
      }
    }
  }
}
