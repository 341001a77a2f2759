import type { Architecture } from '../architecture/architecture.ts';
import { inventory } from '../architecture/inventory.ts';
import type { WeightMatrix } from '../architecture/weight.ts';
import { logDeterminant } from '../capacity/log-determinant.ts';
import { failure, success, type Result } from '../result.ts';
import { MatrixCapacities } from '../scoring/matrix-capacities.ts';
import { seedsOf } from '../scoring/score-settings.ts';
import { SPECTRAL_INITIALIZATIONS, type Proxy, type ProxySettings } from './proxy.ts';

/**
 * The log-determinant capacity: the sum over the weight matrices of all blocks of
 * `ln det(I + W W^T)`, measured on weights that are drawn from a seed; the mean, where there are
 * several seeds. The measured twin of the Neural Spectral Capacity (`nsc`), but for query, key
 * and value: each is measured as the matrix that it is, not by heads.
 */
export const logDeterminantSampled: Proxy = {
  name: 'log-determinant',
  description: 'measured ln det(I + W W^T)',
  direction: 'higher-is-better',
  paper: 'Zhu, Zhao and Lu 2026, arXiv 2609.23087',
  needs: 'weights',
  score: async (architectures, settings, onProgress) => {
    const models = modelsOf(architectures, settings);
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

/** The weight matrices of each block of each architecture; equal blocks share one list. */
function modelsOf(
  architectures: readonly Architecture[],
  { spectralInitialization }: ProxySettings,
): (readonly WeightMatrix[])[][] {
  const known = new Map<string, readonly WeightMatrix[]>();
  return architectures.map((architecture) => {
    const { blocks, embedding, ...rest } = architecture;
    // What the weights of a block depend on: all but the embedding and the other blocks, unless
    // these are of another kind, share the weights, or count among those of another stack.
    const depends = blocks.some(
      ({ stack, sharedAs, crossAttention }) =>
        stack !== undefined || sharedAs !== undefined || crossAttention !== undefined,
    );
    const others = depends ? JSON.stringify(blocks) : '';
    const common = `${JSON.stringify(rest)} ${blocks.length} ${others}`;
    const keys = blocks.map((block, index) => `${common} ${index} ${JSON.stringify(block)}`);
    if (!keys.every((key) => known.has(key))) {
      const scheme = spectralInitialization ?? SPECTRAL_INITIALIZATIONS[rest.family];
      const own = blocks.map((): WeightMatrix[] => []);
      for (const weight of inventory(architecture, scheme)) {
        if (weight.counts === 'capacity' && weight.block !== null) own[weight.block]?.push(weight);
      }
      for (const [index, key] of keys.entries()) {
        if (!known.has(key)) known.set(key, own[index] ?? []);
      }
    }
    return keys.map((key) => known.get(key) ?? []);
  });
}

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
