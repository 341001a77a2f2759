import type { RandomDistribution } from '../initialization/distribution.ts';
import { drawWeights } from '../initialization/draw-weights.ts';
import { GROUP_SIZE } from '../initialization/random-words.ts';
import type { WeightStream } from '../initialization/weight-stream.ts';
import { failure, success, type Result } from '../result.ts';
import type { MatrixShape } from './matrix-shape.ts';
import type { MatrixStatistic } from './matrix-statistic.ts';
import { gatherMoments } from './moments.ts';
import { singularValues } from './singular-values.ts';

/** Largest matrix whose singular values are computed: 2^28 entries are 1 GiB in single precision. */
export const MAX_HELD_ENTRIES = 2 ** 28;

/**
 * The statistic of a matrix whose entries are drawn from a stream, measured and dropped. Only a
 * statistic of the singular values holds the whole matrix meanwhile.
 *
 * @returns the number; or why there is none: it is not finite, or the matrix is too large to be
 *   held
 */
export function measureMatrix(
  statistic: MatrixStatistic,
  shape: MatrixShape,
  distribution: RandomDistribution,
  stream: WeightStream,
): Result<number> {
  const { rows, cols } = shape;
  const count = rows * cols;
  switch (statistic.needs) {
    case 'shape':
      return finite(statistic, statistic.measure(shape));
    case 'moments': {
      const moments = gatherMoments(count, (start, out) => {
        drawWeights(distribution, stream, start, out);
      });
      return finite(statistic, statistic.measure(shape, moments, distribution));
    }
    case 'singular-values': {
      if (count > MAX_HELD_ENTRIES) {
        return failure(
          `${statistic.name} needs all ${rows} x ${cols} entries at once: expected at most ${MAX_HELD_ENTRIES}`,
        );
      }
      const drawn = new Float32Array(Math.ceil(count / GROUP_SIZE) * GROUP_SIZE);
      drawWeights(distribution, stream, 0, drawn);
      const entries = drawn.subarray(0, count);
      if (!entries.every(Number.isFinite)) {
        return failure(`${statistic.name} needs finite entries: they overflow single precision`);
      }
      const values = singularValues(entries, rows, cols);
      return finite(statistic, statistic.measure(values));
    }
  }
}

/** The expectation of the statistic over the entries of a matrix, where it has a closed form. */
export function expectedOfMatrix(
  statistic: MatrixStatistic,
  shape: MatrixShape,
  distribution: RandomDistribution,
): Result<number> {
  const expected = statistic.expected(shape, distribution);
  return expected.ok ? finite(statistic, expected.value) : expected;
}

function finite({ name }: MatrixStatistic, value: number): Result<number> {
  return Number.isFinite(value)
    ? success(value)
    : failure(`${name} is ${value}, not a finite number`);
}
