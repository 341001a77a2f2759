import { MatrixLists } from '../architecture/matrix-lists.ts';
import type { WeightMatrix } from '../architecture/weight.ts';
import { logDeterminant } from '../capacity/log-determinant.ts';
import { failure, success, type Result } from '../result.ts';
import { MatrixCapacities } from '../scoring/matrix-capacities.ts';
import { seedsOf } from '../scoring/score-settings.ts';
import type { DirectProxy } from '../proxy-parts/proxy.ts';
import {
  spectralInitialization,
  spectralSchemeOf,
} from '../proxy-parts/spectral-initialization.ts';

/**
 * The log-determinant capacity: the sum over the weight matrices of all blocks of
 * `ln det(I + W W^T)`, measured on weights that are drawn from a seed; the mean, where there are
 * several seeds. The measured twin of the Neural Spectral Capacity (`nsc`), but for query, key
 * and value: each is measured as the matrix that it is, not by heads.
 */
export const logDeterminantSampled: DirectProxy = {
  name: 'log-determinant',
  description: 'measured ln det(I + W W^T)',
  direction: 'higher-is-better',
  paper: 'Zhu, Zhao and Lu 2026, arXiv 2609.23087',
  needs: 'weights',
  settings: [spectralInitialization],
  score: async (architectures, settings, onProgress) => {
    const lists = new MatrixLists((family) => spectralSchemeOf(settings.own, family));
    // Without the embedding, which is the first part.
    const models = architectures.map((architecture) => lists.of(architecture).slice(1));
    const seeds = seedsOf(settings.scoring);
    const capacities = new MatrixCapacities(
      { ...settings.scoring, mode: 'sampled', statistic: logDeterminant },
      settings.engine,
    );
    const distinct = new Set(models.flat());
    await capacities.measureAhead([...distinct].flat(), onProgress ?? (() => undefined));
    const sums = new Map(
      [...distinct].map((matrices) => [matrices, meanSum(matrices, seeds, capacities)]),
    );
    return models.map((blocks) => {
      let total = 0;
      for (const matrices of blocks) {
        const sum = sums.get(matrices) ?? failure('a block was not measured');
        if (!sum.ok) return sum;
        total += sum.value;
      }
      return success(total);
    });
  },
};

function meanSum(
  matrices: readonly WeightMatrix[],
  seeds: readonly number[],
  capacities: MatrixCapacities,
): Result<number> {
  let sum = 0;
  for (const seed of seeds) {
    for (const matrix of matrices) {
      const capacity = capacities.of(matrix, seed);
      if (!capacity.ok) return failure(`${matrix.path}: ${capacity.reason}`);
      sum += capacity.value;
    }
  }
  return success(sum / seeds.length);
}
