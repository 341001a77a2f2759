import { exp, log } from '../elementary-functions.ts';
import { choleskyOf, invertFromLower, invertLower } from './cholesky.ts';
import { KERNEL_SETTINGS, type KernelSetting } from './kernel-mixture.ts';
import {
  CONSTANT_VARIANCE,
  nearnessOf,
  PRIOR_MEAN,
  productOf,
  SLOPE_VARIANCE,
  type Points,
} from './label-kernel.ts';

/** Processes of less weight add nothing that a double holds. */
const LEAST_WEIGHT = 1e-16;

/** One of the averaged Gaussian processes, given the labels. */
export interface FittedKernel {
  readonly setting: KernelSetting;
  /** By its evidence and prior weight; all add up to 1. */
  readonly weight: number;
  /** a = (K + noise I)^-1 r, one number for each label. */
  readonly solution: Float64Array;
  /** (K + noise I)^-1, n x n. */
  readonly inverse: Float64Array;
}

/**
 * The processes that have any weight after n labels. With r what the labels are above the prior mean,
 * L L^T = K + noise I and w the weight before: the logarithm of the weight is
 * `ln w - r . a / 2 - sum ln L_ii`, up to a constant.
 *
 * @param labels normal scores of the qualities, n of them
 * @param onProgress called with the processes done and all of them
 */
export async function fitKernels(
  points: Points,
  labels: Float64Array,
  onProgress: (done: number, total: number) => Promise<void> | void = () => undefined,
): Promise<readonly FittedKernel[]> {
  const n = labels.length;
  const residuals = labels.map((label, i) => label - PRIOR_MEAN * (points.priors[i] ?? NaN));
  const { constant, products, nearness } = relationsAmong(points, n);
  const tried: {
    readonly setting: KernelSetting;
    readonly evidence: number;
    readonly solution: Float64Array;
    readonly lower: Float64Array;
  }[] = [];
  for (const [index, setting] of KERNEL_SETTINGS.entries()) {
    const { linear, local, noise, logPrior } = setting;
    const kernel = constant.map(
      (value, at) => value + linear * (products[at] ?? NaN) + local * (nearness[at] ?? NaN),
    );
    for (let i = 0; i < n; i++) kernel[i * n + i] = (kernel[i * n + i] ?? NaN) + noise;
    const lower = choleskyOf(kernel, n);
    // Noise keeps every eigenvalue above 0.05: only numbers that are not finite come here.
    if (lower === null) continue;
    const solution = solve(lower, residuals);
    let evidence = logPrior;
    for (let i = 0; i < n; i++) {
      evidence -= ((residuals[i] ?? NaN) * (solution[i] ?? NaN)) / 2 + log(lower[i * n + i] ?? NaN);
    }
    tried.push({ setting, evidence, solution, lower });
    await onProgress(index + 1, KERNEL_SETTINGS.length);
  }
  const best = tried.reduce((most, { evidence }) => Math.max(most, evidence), -Infinity);
  const weights = tried.map(({ evidence }) => exp(evidence - best));
  const sum = weights.reduce((all, weight) => all + weight, 0);
  return tried.flatMap(({ setting, solution, lower }, index) => {
    const weight = (weights[index] ?? NaN) / sum;
    if (!(weight >= LEAST_WEIGHT)) return [];
    return [{ setting, weight, solution, inverse: invertFromLower(invertLower(lower, n), n) }];
  });
}

/** The parts of the kernel among the labelled points, each n x n. */
function relationsAmong(
  points: Points,
  n: number,
): {
  readonly constant: Float64Array;
  readonly products: Float64Array;
  readonly nearness: Float64Array;
} {
  const constant = new Float64Array(n * n);
  const products = new Float64Array(n * n);
  const nearness = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const slope = (points.priors[i] ?? NaN) * (points.priors[j] ?? NaN);
      constant[i * n + j] = CONSTANT_VARIANCE + SLOPE_VARIANCE * slope;
      products[i * n + j] = productOf(points, i, points, j);
      nearness[i * n + j] = nearnessOf(points, i, points, j);
    }
  }
  return { constant, products, nearness };
}

/** L^-T L^-1 of a vector. */
function solve(lower: Float64Array, vector: Float64Array): Float64Array {
  const n = vector.length;
  const solution = Float64Array.from(vector);
  for (let i = 0; i < n; i++) {
    let sum = solution[i] ?? NaN;
    for (let j = 0; j < i; j++) sum -= (lower[i * n + j] ?? NaN) * (solution[j] ?? NaN);
    solution[i] = sum / (lower[i * n + i] ?? NaN);
  }
  for (let i = n - 1; i >= 0; i--) {
    let sum = solution[i] ?? NaN;
    for (let j = i + 1; j < n; j++) sum -= (lower[j * n + i] ?? NaN) * (solution[j] ?? NaN);
    solution[i] = sum / (lower[i * n + i] ?? NaN);
  }
  return solution;
}
