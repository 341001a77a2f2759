import { matrixShapeOf, sizeOf, type WeightMatrix } from '../architecture/weight.ts';
import { expectedOfMatrix, measureMatrix } from '../capacity/measure-matrix.ts';
import { weightStream } from '../initialization/weight-stream.ts';
import type { Result } from '../result.ts';
import { takeTurns } from './take-turns.ts';
import { seedsOf, type ScoreSettings } from './score-settings.ts';

/** Measurements kept at most; each is a short text and a number, some 300 bytes. */
const MAX_KEPT = 200_000;

/** Called now and then with the work done and all of it, in any unit. */
export type OnProgress = (done: number, total: number) => void;

/**
 * Capacities of weight matrices under given settings. What was measured is kept, since a number
 * depends on seed, path, shape and distribution alone and the candidates of a search space share
 * most of their matrices.
 */
export class MatrixCapacities {
  readonly #settings: ScoreSettings;
  readonly #kept = new Map<string, Result<number>>();

  constructor(settings: ScoreSettings) {
    this.#settings = settings;
  }

  /** The capacity of a matrix: expected, or measured on the weights of a seed. */
  of(matrix: WeightMatrix, seed: number): Result<number> {
    const { statistic, mode } = this.#settings;
    if (mode === 'expected') {
      return expectedOfMatrix(statistic, matrixShapeOf(matrix), matrix.distribution);
    }
    const key = keyOf(matrix, seed);
    const kept = this.#kept.get(key);
    if (kept !== undefined) return kept;
    const measured = this.#measure(matrix, seed);
    if (this.#kept.size < MAX_KEPT) this.#kept.set(key, measured);
    return measured;
  }

  /**
   * Measures matrices ahead, each that differs once, so that {@link of} finds them. Nothing
   * depends on it but the time at which the work is done.
   */
  async measureAhead(matrices: Iterable<WeightMatrix>, onProgress: OnProgress): Promise<void> {
    const { mode, statistic } = this.#settings;
    if (mode === 'expected' || statistic.needs === 'shape') return;
    const seeds = seedsOf(this.#settings);
    const distinct = new Map<string, WeightMatrix>();
    for (const matrix of matrices) distinct.set(keyOf(matrix, 0), matrix);
    const perSeed = [...distinct.values()].reduce((sum, matrix) => sum + sizeOf(matrix), 0);
    let done = 0;
    await takeTurns(distinct.values(), (matrix) => {
      for (const seed of seeds) {
        if (this.#kept.size < MAX_KEPT)
          this.#kept.set(keyOf(matrix, seed), this.#measure(matrix, seed));
        done += sizeOf(matrix);
      }
      onProgress(done, perSeed * seeds.length);
    });
  }

  #measure(matrix: WeightMatrix, seed: number): Result<number> {
    const { path, distribution } = matrix;
    const stream = weightStream(seed, path);
    return measureMatrix(this.#settings.statistic, matrixShapeOf(matrix), distribution, stream);
  }
}

function keyOf({ path, shape, distribution }: WeightMatrix, seed: number): string {
  return JSON.stringify([seed, path, shape, distribution]);
}
