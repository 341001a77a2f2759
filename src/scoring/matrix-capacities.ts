import {
  matricesOf,
  matrixKey,
  type HeldMatrix,
  type WeightMatrix,
} from '../architecture/weight.ts';
import type { DrawnMatrix } from '../capacity/measurement.ts';
import {
  expectedOfMatrix,
  measureMatrix,
  statisticOf,
  tooLarge,
} from '../capacity/measure-matrix.ts';
import type { EngineOptions } from '../engine/engine-options.ts';
import {
  measureAll,
  MeasureThreads,
  WORTH_THREADS,
  type OnProgress,
} from '../engine/measure-all.ts';
import { MeasurementStore } from '../engine/measurement-store.ts';
import { weightStream } from '../initialization/weight-stream.ts';
import { failure, success, type Result } from '../result.ts';
import { seedsOf, type ScoreSettings } from './score-settings.ts';

export type { OnProgress } from '../engine/measure-all.ts';

/** Capacities kept at most; each is a short text and a number, some 300 bytes. */
const MAX_KEPT = 200_000;

/** Where capacities of weight matrices come from. */
export interface CapacitySource {
  readonly of: (matrix: WeightMatrix, seed: number) => Result<number>;
}

/** Why a matrix of an architecture is not measured on weights of a file. */
const NO_WEIGHTS = 'there is no checkpoint to take weights from; use the mode expected or sampled';

/**
 * Capacities of weight matrices under given settings. What was measured is kept, since a number
 * depends on seed, path, shape and distribution alone and the candidates of a search space share
 * most of their matrices.
 */
export class MatrixCapacities implements CapacitySource {
  readonly #settings: ScoreSettings;
  readonly #jobs: number;
  readonly #share: boolean;
  readonly #store: MeasurementStore | null;
  #threads: MeasureThreads | null = null;
  /** Capacities by matrix and seed; where nothing is shared, one for every time it was measured. */
  readonly #kept = new Map<string, Result<number>[]>();

  constructor(settings: ScoreSettings, engine: EngineOptions = {}) {
    const { jobs = 1, cache = true, cacheDirectory, onWarning = () => undefined } = engine;
    this.#settings = settings;
    this.#jobs = jobs;
    this.#share = cache;
    this.#store =
      cacheDirectory === undefined ? null : new MeasurementStore(cacheDirectory, onWarning);
  }

  /**
   * Starts the threads that the next {@link measureAhead} is going to use, if that is worth it, so
   * that they are there when it is known what to measure. Only at first: later most is kept.
   *
   * @param entries at most so many are to be drawn
   */
  startAhead(entries: number): void {
    const { mode, statistic } = this.#settings;
    if (mode !== 'sampled' || statistic.needs === 'shape' || this.#store !== null) return;
    if (this.#kept.size > 0 || this.#jobs < 2 || entries < WORTH_THREADS) return;
    this.#threads ??= new MeasureThreads(this.#jobs);
  }

  /**
   * The capacity of a weight, expected or measured on the weights of a seed: the sum of the matrices
   * that it holds.
   */
  of(matrix: WeightMatrix, seed: number): Result<number> {
    if (this.#settings.mode === 'weights') return failure(NO_WEIGHTS);
    return sumOfMatrices(matrix, (held, index) => this.#ofHeld(matrix, held, index, seed));
  }

  #ofHeld(matrix: WeightMatrix, held: HeldMatrix, index: number, seed: number): Result<number> {
    const { statistic, mode } = this.#settings;
    if (mode === 'expected') return expectedOfMatrix(statistic, held, matrix.distribution);
    const key = keyOf(matrix, index, seed);
    const kept = this.#kept.get(key);
    const found = this.#share ? kept?.[0] : kept?.pop();
    if (found !== undefined) return found;
    const stream = weightStream(seed, matrix.path);
    const measured = measureMatrix(statistic, held, matrix.distribution, stream, held.region);
    if (this.#share && this.#kept.size < MAX_KEPT) this.#kept.set(key, [measured]);
    return measured;
  }

  /**
   * Measures matrices ahead, each that differs once unless nothing is to be shared, so that
   * {@link of} finds them. Nothing depends on it but the time at which the work is done, and by
   * whom.
   */
  async measureAhead(matrices: Iterable<WeightMatrix>, onProgress: OnProgress): Promise<void> {
    const { mode, statistic } = this.#settings;
    const { needs } = statistic;
    if (mode !== 'sampled' || needs === 'shape') return;
    const seeds = seedsOf(this.#settings);
    const ahead: { readonly key: string; readonly matrix: DrawnMatrix }[] = [];
    const taken = new Set<string>();
    for (const matrix of matrices) {
      for (const [index, held] of matricesOf(matrix).entries()) {
        if (tooLarge(statistic, held) !== null) continue;
        for (const seed of seeds) {
          const key = keyOf(matrix, index, seed);
          if (this.#share) {
            if (taken.has(key) || this.#kept.has(key)) continue;
            if (this.#kept.size + taken.size >= MAX_KEPT) break;
            taken.add(key);
          }
          const { distribution, path } = matrix;
          ahead.push({ key, matrix: { ...held, distribution, stream: weightStream(seed, path) } });
        }
      }
    }
    const missing = ahead.filter(({ key, matrix }) => {
      const measurement = this.#store?.read(matrix, needs);
      if (measurement === undefined) return true;
      this.#keep(key, statisticOf(statistic, matrix, matrix.distribution, measurement));
      return false;
    });
    const threads = this.#threads;
    this.#threads = null;
    const measured = await measureAll(
      missing.map(({ matrix }) => matrix),
      needs,
      this.#jobs,
      onProgress,
      threads,
    );
    for (const [index, { key, matrix }] of missing.entries()) {
      const measurement = measured[index];
      if (measurement === undefined) continue;
      this.#store?.write(matrix, measurement);
      this.#keep(key, statisticOf(statistic, matrix, matrix.distribution, measurement));
    }
  }

  #keep(key: string, capacity: Result<number>): void {
    const kept = this.#kept.get(key);
    if (kept === undefined) this.#kept.set(key, [capacity]);
    else kept.push(capacity);
  }
}

function keyOf(matrix: WeightMatrix, index: number, seed: number): string {
  return `${seed} ${index} ${matrixKey(matrix)}`;
}

/**
 * The capacity of a weight: the sum over the matrices that it holds, in their order.
 *
 * @param capacityOf gives the capacity of one of them
 */
export function sumOfMatrices(
  matrix: WeightMatrix,
  capacityOf: (held: HeldMatrix, index: number) => Result<number>,
): Result<number> {
  let sum = 0;
  for (const [index, held] of matricesOf(matrix).entries()) {
    const capacity = capacityOf(held, index);
    if (!capacity.ok) return capacity;
    sum += capacity.value;
  }
  return success(sum);
}
