import { log } from '../elementary-functions.ts';

/** The weights of linear and of local effects of the features, and the variance of noise. */
export interface KernelSetting {
  /** v: of the product of features. */
  readonly linear: number;
  /** u: of the kernel of distances. */
  readonly local: number;
  readonly noise: number;
  /** The logarithm of its weight before labels are seen. */
  readonly logPrior: number;
}

const LINEAR = [0, 0.1, 0.3, 1] as const;
const LOCAL = [0, 0.3, 1] as const;
const NOISE = [0.05, 0.15, 0.4, 0.8] as const;

/** How much of the prior weight the process has that follows the prior score alone. */
const WEIGHT_OF_PRIOR_ALONE = 0.4;

/** The 48 processes that are averaged: the pairs of v and u, other than both 0, share the rest. */
export const KERNEL_SETTINGS: readonly KernelSetting[] = LINEAR.flatMap((linear) =>
  LOCAL.flatMap((local) => {
    const others = LINEAR.length * LOCAL.length - 1;
    const weight =
      linear === 0 && local === 0 ? WEIGHT_OF_PRIOR_ALONE : (1 - WEIGHT_OF_PRIOR_ALONE) / others;
    return NOISE.map((noise) => ({ linear, local, noise, logPrior: log(weight) }));
  }),
);
