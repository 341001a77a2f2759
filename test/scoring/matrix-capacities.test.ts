import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import type { WeightMatrix } from '../../src/architecture/weight.ts';
import { expectedOfMatrix, measureMatrix } from '../../src/capacity/measure-matrix.ts';
import type { SquaresStatistic } from '../../src/capacity/matrix-statistic.ts';
import { squaredFrobeniusNorm } from '../../src/capacity/squared-frobenius-norm.ts';
import { weightStream } from '../../src/initialization/weight-stream.ts';
import { MatrixCapacities } from '../../src/scoring/matrix-capacities.ts';
import { DEFAULT_SETTINGS } from '../../src/scoring/score-settings.ts';

const MATRIX: WeightMatrix = {
  path: 'w',
  shape: [6, 8],
  subModule: 'attention',
  block: 0,
  counts: 'capacity',
  packing: null,
  distribution: { kind: 'normal', standardDeviation: 0.02 },
};

/** All that differ from it in one thing on which its entries or its 2-D view depend. */
const OTHERS: readonly WeightMatrix[] = [
  { ...MATRIX, path: 'v' },
  { ...MATRIX, shape: [8, 6] },
  { ...MATRIX, shape: [6, 4, 2] },
  { ...MATRIX, distribution: { kind: 'normal', standardDeviation: 0.03 } },
  { ...MATRIX, distribution: { kind: 'uniform', bound: 0.02 } },
  { ...MATRIX, distribution: { kind: 'truncated-normal', standardDeviation: 0.02 } },
];

/** A statistic that says how often it was measured. */
function counted() {
  const measure = vi.fn<SquaresStatistic['measure']>((_shape, sumOfSquares) => sumOfSquares);
  return { measure, statistic: { ...squaredFrobeniusNorm, measure } };
}

const noProgress = (): void => undefined;

describe('new MatrixCapacities(settings).of(matrix, seed)', () => {
  test('is what measuring anew gives, for matrices that could be taken for each other', () => {
    const capacities = new MatrixCapacities({ ...DEFAULT_SETTINGS, mode: 'sampled' });
    const { statistic } = DEFAULT_SETTINGS;
    for (const round of [1, 2]) {
      for (const matrix of [MATRIX, ...OTHERS]) {
        for (const seed of [0, 1]) {
          const [rows = 0, ...rest] = matrix.shape;
          const shape = { rows, cols: rest.reduce((product, size) => product * size, 1) };
          const anew = measureMatrix(
            statistic,
            shape,
            matrix.distribution,
            weightStream(seed, matrix.path),
          );
          expect(capacities.of(matrix, seed), `round ${round}`).toEqual(anew);
        }
      }
    }
  });

  test('measures an equal matrix once, whatever block or sub-module it belongs to', () => {
    const { measure, statistic } = counted();
    const capacities = new MatrixCapacities({ ...DEFAULT_SETTINGS, mode: 'sampled', statistic });
    capacities.of(MATRIX, 0);
    capacities.of({ ...MATRIX, subModule: 'feedForward', block: 3 }, 0);
    expect(measure).toHaveBeenCalledTimes(1);
    capacities.of(MATRIX, 1);
    expect(measure).toHaveBeenCalledTimes(2);
  });

  test('in expected mode draws nothing and takes no notice of the seed', () => {
    const { measure, statistic } = counted();
    const capacities = new MatrixCapacities({ ...DEFAULT_SETTINGS, statistic });
    const expected = expectedOfMatrix(statistic, { rows: 6, cols: 8 }, MATRIX.distribution);
    expect(capacities.of(MATRIX, 0)).toEqual(expected);
    expect(capacities.of(MATRIX, 1)).toEqual(expected);
    expect(measure).not.toHaveBeenCalled();
  });
});

describe('new MatrixCapacities(settings).measureAhead(matrices, onProgress)', () => {
  test('measures each that differs once for each seed, so that of() finds them', async () => {
    const { measure, statistic } = counted();
    const settings = {
      ...DEFAULT_SETTINGS,
      mode: 'sampled',
      statistic,
      seed: 4,
      seeds: 2,
    } as const;
    const capacities = new MatrixCapacities(settings);
    const progress: [number, number][] = [];
    await capacities.measureAhead([MATRIX, OTHERS[0]!, MATRIX], (done, total) => {
      progress.push([done, total]);
    });
    expect(measure).toHaveBeenCalledTimes(4);
    // Two matrices of 48 entries, two seeds each.
    expect(progress.at(-1)).toEqual([192, 192]);
    for (const seed of [4, 5]) capacities.of(MATRIX, seed);
    expect(measure).toHaveBeenCalledTimes(4);
  });

  test('does nothing in expected mode', async () => {
    const { measure, statistic } = counted();
    await new MatrixCapacities({ ...DEFAULT_SETTINGS, statistic }).measureAhead(
      [MATRIX],
      noProgress,
    );
    expect(measure).not.toHaveBeenCalled();
  });
});

describe('new MatrixCapacities(settings, { cacheDirectory })', () => {
  test('can be ended while it reads what is kept, and lets the event loop run: catches a signal that waits for all of it', async () => {
    const cacheDirectory = mkdtempSync(join(tmpdir(), 'zerolm-kept-'));
    const settings = { ...DEFAULT_SETTINGS, mode: 'sampled', seeds: 50 } as const;
    const measureAhead = (onProgress: () => void): Promise<void> =>
      new MatrixCapacities(settings, { cacheDirectory }).measureAhead([MATRIX], onProgress);
    await measureAhead(noProgress);
    // A clock that goes fast: it is time for a break after each file.
    const clock = vi.spyOn(performance, 'now');
    clock.mockImplementation(() => 1000 * clock.mock.calls.length);
    let turns = 0;
    let isWaiting = true;
    const turn = (): void => {
      turns += 1;
      if (isWaiting) setImmediate(turn);
    };
    setImmediate(turn);
    await measureAhead(noProgress);
    isWaiting = false;
    clock.mockRestore();
    expect(turns).toBeGreaterThan(25);
    const end = (): never => {
      throw new Error('ended by the user');
    };
    await expect(measureAhead(end)).rejects.toThrow('ended by the user');
    rmSync(cacheDirectory, { recursive: true });
  });
});
