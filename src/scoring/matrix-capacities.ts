import { getHeapStatistics } from 'node:v8';
import {
  matricesOf,
  matrixKey,
  type HeldMatrix,
  type WeightMatrix,
} from '../architecture/weight.ts';
import { heldBytes, PROCESS_BYTES, threadsThatFit } from '../capacity/held-bytes.ts';
import type { MatrixShape } from '../capacity/matrix-shape.ts';
import { isHeld, type DrawnMatrix } from '../capacity/measurement.ts';
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
import { workInSlices } from '../event-loop-break.ts';
import { weightStream } from '../initialization/weight-stream.ts';
import { formatBytes } from '../format-bytes.ts';
import { failure, success, type Result } from '../result.ts';
import { seedsOf, type ScoreSettings } from './score-settings.ts';

export type { OnProgress } from '../engine/measure-all.ts';

/** Capacities kept at most; each is a short text and a number, some 300 bytes. */
const MAX_KEPT = 200_000;

/** Bytes of a matrix that is to be measured, with its capacity. */
const WANTED_BYTES = 700;

/** A matrix that is to be measured, and what its capacity is kept under. */
interface WantedMatrix {
  readonly key: string;
  readonly matrix: DrawnMatrix;
}

/** Where capacities of weight matrices come from. */
export interface CapacitySource {
  readonly of: (matrix: WeightMatrix, seed: number) => Result<number>;
  /** Why a weight can't be measured, as is known before any is; null where it may. */
  readonly findProblem?: (matrix: WeightMatrix) => string | null;
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
  readonly #memoryLimit: number;
  /** Matrices that may be measured together: {@link WantedMatrix} is in the heap of JavaScript. */
  readonly #most: number;
  readonly #share: boolean;
  readonly #store: MeasurementStore | null;
  #threads: MeasureThreads | null = null;
  /** Why nothing is measured; null where something is. */
  #tooMany: string | null = null;
  /** Capacities by matrix and seed; where nothing is shared, one for every time it was measured. */
  readonly #kept = new Map<string, Result<number>[]>();

  constructor(settings: ScoreSettings, engine: EngineOptions = {}) {
    const { jobs = 1, memoryLimit = Infinity, cache = true, cacheDirectory } = engine;
    const { onWarning = () => undefined } = engine;
    this.#settings = settings;
    this.#jobs = jobs;
    this.#memoryLimit = memoryLimit;
    const heap = Math.min(memoryLimit - PROCESS_BYTES, getHeapStatistics().heap_size_limit / 2);
    this.#most = Math.max(1, Math.floor(heap / WANTED_BYTES));
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
    const { needs } = statistic;
    if (mode !== 'sampled' || needs === 'shape' || isHeld(needs) || this.#store !== null) return;
    if (this.#kept.size > 0 || this.#jobs < 2 || entries < WORTH_THREADS) return;
    this.#threads ??= new MeasureThreads(this.#jobs, entries);
  }

  /**
   * The capacity of a weight, expected or measured on the weights of a seed: the sum of the matrices
   * that it holds.
   */
  of(matrix: WeightMatrix, seed: number): Result<number> {
    if (this.#settings.mode === 'weights') return failure(NO_WEIGHTS);
    return sumOfMatrices(matrix, (held, index) => this.#ofHeld(matrix, held, index, seed));
  }

  findProblem(matrix: WeightMatrix): string | null {
    const { statistic, mode } = this.#settings;
    if (mode !== 'sampled' || !isHeld(statistic.needs)) return null;
    const problems = matricesOf(matrix).map((held) => tooLarge(statistic, held, this.#memoryLimit));
    return problems.find((problem) => problem !== null) ?? null;
  }

  #ofHeld(matrix: WeightMatrix, held: HeldMatrix, index: number, seed: number): Result<number> {
    const { statistic, mode } = this.#settings;
    if (mode === 'expected') return expectedOfMatrix(statistic, held, matrix.distribution);
    if (this.#tooMany !== null) return failure(this.#tooMany);
    const key = keyOf(matrix, index, seed);
    const kept = this.#kept.get(key);
    const found = this.#share ? kept?.[0] : kept?.pop();
    if (found !== undefined) return found;
    const stream = weightStream(seed, matrix.path);
    const { distribution } = matrix;
    const limit = this.#memoryLimit;
    const measured = measureMatrix(statistic, held, distribution, stream, held.region, limit);
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
    const wanted = this.#wanted(matrices);
    const isNew = ({ key }: WantedMatrix): boolean => !this.#kept.has(key);
    let ahead = this.#share ? wanted.filter(isNew) : wanted;
    if (this.#kept.size + ahead.length > MAX_KEPT) {
      // Starts anew: a matrix that does not fit would be measured later, and block this thread.
      this.#kept.clear();
      ahead = wanted;
    }
    const missing = await this.#missing(ahead, onProgress);
    const threads = this.#threads;
    this.#threads = null;
    await measureAll(
      missing.map(({ matrix }) => matrix),
      needs,
      this.#jobsFor(missing),
      {
        onProgress,
        started: threads,
        onMeasured: (measurement, index) => {
          const measured = missing[index];
          if (measured === undefined) return;
          const { key, matrix } = measured;
          this.#store?.write(matrix, measurement);
          this.#keep(key, statisticOf(statistic, matrix, matrix.distribution, measurement));
        },
      },
    );
  }

  /** The matrices that the store does not have: a file is read for each, which may take long. */
  async #missing(ahead: WantedMatrix[], onProgress: OnProgress): Promise<WantedMatrix[]> {
    const store = this.#store;
    const { statistic } = this.#settings;
    const { needs } = statistic;
    if (store === null || needs === 'shape') return ahead;
    const missing: WantedMatrix[] = [];
    await workInSlices(ahead, (wanted) => {
      const { key, matrix } = wanted;
      const measurement = store.read(matrix, needs);
      if (measurement === undefined) missing.push(wanted);
      else this.#keep(key, statisticOf(statistic, matrix, matrix.distribution, measurement));
      onProgress(0, ahead.length);
    });
    return missing;
  }

  /** The matrices under every seed; each that differs once, unless nothing is to be shared. */
  #wanted(matrices: Iterable<WeightMatrix>): WantedMatrix[] {
    const { statistic, seeds: count } = this.#settings;
    const distinct: (readonly [matrix: WeightMatrix, held: HeldMatrix, index: number])[] = [];
    const taken = new Set<string>();
    for (const matrix of matrices) {
      for (const [index, held] of matricesOf(matrix).entries()) {
        const key = keyOf(matrix, index, 0);
        if (this.#share && taken.has(key)) continue;
        taken.add(key);
        if (tooLarge(statistic, held, this.#memoryLimit) !== null) continue;
        distinct.push([matrix, held, index]);
      }
    }
    this.#tooMany = null;
    if (distinct.length * count > this.#most) {
      const under = count === 1 ? '' : `, each under ${count} seeds`;
      const bytes = formatBytes(distinct.length * count * WANTED_BYTES);
      this.#tooMany = `the list of ${distinct.length} matrices to measure${under}, takes about ${bytes}: take fewer --seeds or candidates, or raise --memory-limit (and the heap: NODE_OPTIONS=--max-old-space-size)`;
      return [];
    }
    const seeds = seedsOf(this.#settings);
    return distinct.flatMap(([matrix, held, index]) =>
      seeds.map((seed) => ({
        key: keyOf(matrix, index, seed),
        matrix: {
          ...held,
          distribution: matrix.distribution,
          stream: weightStream(seed, matrix.path),
        },
      })),
    );
  }

  /** Threads that may hold the largest of the matrices each. */
  #jobsFor(missing: readonly WantedMatrix[]): number {
    const { needs } = this.#settings.statistic;
    let largest: MatrixShape = { rows: 0, cols: 0 };
    if (!isHeld(needs)) return this.#jobs;
    for (const { matrix } of missing) {
      if (heldBytes(matrix) > heldBytes(largest)) largest = matrix;
    }
    return Math.min(this.#jobs, threadsThatFit(largest, this.#memoryLimit));
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
