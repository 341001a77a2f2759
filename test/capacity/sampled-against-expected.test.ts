import { describe, expect, test } from 'vitest';
import { inventory } from '../../src/architecture/inventory.ts';
import { matrixShapeOf, type WeightMatrix } from '../../src/architecture/weight.ts';
import { meanSquaredSingularValue } from '../../src/capacity/mean-squared-singular-value.ts';
import { expectedOfMatrix, measureMatrix } from '../../src/capacity/measure-matrix.ts';
import { readCandidates } from '../../src/candidates/read-candidates.ts';
import { weightStream } from '../../src/initialization/weight-stream.ts';
import { varianceOf } from '../../src/initialization/distribution.ts';

const SEED = 0;
const ARCHITECTURES = 10;

async function matrices(): Promise<WeightMatrix[]> {
  const { candidates } = await readCandidates(['fixtures/flexibert-candidates']);
  const distinct = new Map<string, WeightMatrix>();
  for (const { architecture } of candidates.slice(0, ARCHITECTURES)) {
    for (const weight of inventory(architecture, 'normal')) {
      // Equal paths and shapes hold equal numbers, so each needs to be measured only once.
      if (weight.counts === 'capacity')
        distinct.set(`${weight.path} ${weight.shape.join('x')}`, weight);
    }
  }
  expect(candidates.length).toBeGreaterThanOrEqual(ARCHITECTURES);
  return [...distinct.values()];
}

/** How many standard deviations the sampled capacity of a matrix lies above the expected one. */
function deviationOf(matrix: WeightMatrix): number {
  const { path, distribution } = matrix;
  const shape = matrixShapeOf(matrix);
  const { rows: m, cols: n } = shape;
  const sampled = measureMatrix(
    meanSquaredSingularValue,
    shape,
    distribution,
    weightStream(SEED, path),
  );
  const expected = expectedOfMatrix(meanSquaredSingularValue, shape, distribution);
  if (!sampled.ok || !expected.ok) throw new Error(`no capacity of ${path}`);
  // Sum of m n squared normals: 2 m n s^4, over min(m, n)^2.
  const spread = Math.sqrt((2 * m * n * varianceOf(distribution) ** 2) / Math.min(m, n) ** 2);
  return (sampled.value - expected.value) / spread;
}

describe('measureMatrix and expectedOfMatrix of the ZeroLM statistic', () => {
  test('agree to four standard deviations for every matrix of ten architectures', async () => {
    const deviations = (await matrices()).map((matrix) => ({
      path: matrix.path,
      z: deviationOf(matrix),
    }));
    expect(deviations.length).toBeGreaterThan(100);
    expect(deviations.filter(({ z }) => Math.abs(z) > 4)).toEqual([]);
    // Together they must also look like standard normals: a common bias of a tenth of a standard
    // deviation, or equal numbers in different matrices, would pass the bound above.
    const n = deviations.length;
    const mean = deviations.reduce((sum, { z }) => sum + z, 0) / n;
    const square = deviations.reduce((sum, { z }) => sum + z * z, 0) / n;
    expect(Math.abs(mean)).toBeLessThan(4 / Math.sqrt(n));
    expect(Math.abs(square - 1)).toBeLessThan(4 * Math.sqrt(2 / n));
  });
});
