import { describe, expect, it } from 'vitest';
import { intervalOfValues } from '../../src/evaluation/interval-of-values.ts';
import { pairRanks } from '../../src/evaluation/pair-ranks.ts';
import { partialTau } from '../../src/evaluation/partial-tau.ts';
import { TrackSampler } from '../../src/evaluation/track-sampler.ts';
import { correlatedItems, normalItems, uniformItems } from './random-items.ts';
import { valueOf } from './value-of.ts';

const RUNS = 1000;
const RESAMPLES = 1000;

/** One data set: the items' lists in pairs, and what has an interval as a function of the pairs. */
interface Experiment {
  readonly pairs: readonly (readonly [readonly number[], readonly number[]])[];
  readonly statistics: (sampler: TrackSampler) => Readonly<Record<string, Float64Array>>;
}

/** The share of runs whose 95 % interval holds the true value, by statistic. */
function coverage(
  n: number,
  truths: Readonly<Record<string, number>>,
  experiment: (run: number) => Experiment,
): Record<string, number> {
  const covered = Object.fromEntries(Object.keys(truths).map((name) => [name, 0]));
  for (let run = 0; run < RUNS; run++) {
    const { pairs, statistics } = experiment(run);
    const tracks = pairs.map(([x, y], place) => ({
      ranks: valueOf(pairRanks(x, y)),
      withRho: place === 0,
    }));
    const sampler = new TrackSampler(tracks, n, run, RESAMPLES);
    for (let resample = 0; resample < RESAMPLES; resample++) sampler.run(resample);
    for (const [name, values] of Object.entries(statistics(sampler))) {
      const [lower, upper] = valueOf(intervalOfValues(n, values)).interval;
      const truth = truths[name]!;
      if (lower <= truth && truth <= upper) covered[name]! += 1 / RUNS;
    }
  }
  return covered;
}

/** Kendall's tau and Spearman's rho of a bivariate normal distribution: Kendall, chapter 9. */
const normalTau = (r: number): number => (2 / Math.PI) * Math.asin(r);
const normalRho = (r: number): number => (6 / Math.PI) * Math.asin(r / 2);

/** Probabilities of levels of x (rows) and of y: many ties in both. */
const TABLE = [
  [0.12, 0.06, 0.02, 0.01],
  [0.06, 0.1, 0.06, 0.02],
  [0.03, 0.07, 0.1, 0.06],
  [0.01, 0.03, 0.1, 0.15],
];

/** The true correlations of items drawn from the table, from their definitions. */
function tableTruths(): Record<string, number> {
  const cells = TABLE.flatMap((row, x) => row.map((p, y) => ({ x, y, p })));
  let difference = 0;
  let xUntied = 0;
  let yUntied = 0;
  for (const a of cells) {
    for (const b of cells) {
      const xSign = Math.sign(a.x - b.x);
      const ySign = Math.sign(a.y - b.y);
      difference += a.p * b.p * xSign * ySign;
      xUntied += a.p * b.p * Math.abs(xSign);
      yUntied += a.p * b.p * Math.abs(ySign);
    }
  }
  // The mid-rank of a level, as a share: half of its own probability and all of that below.
  const midRanks = (side: 'x' | 'y') =>
    TABLE.map((_, level) =>
      cells.reduce((sum, cell) => sum + cell.p * (Math.sign(level - cell[side]) / 2 + 0.5), 0),
    );
  const [xRanks, yRanks] = [midRanks('x'), midRanks('y')];
  let [xx, yy, xy] = [0, 0, 0];
  for (const { x, y, p } of cells) {
    xx += p * (xRanks[x]! - 0.5) ** 2;
    yy += p * (yRanks[y]! - 0.5) ** 2;
    xy += p * (xRanks[x]! - 0.5) * (yRanks[y]! - 0.5);
  }
  return {
    tauA: difference,
    tauB: difference / Math.sqrt(xUntied * yUntied),
    rho: xy / Math.sqrt(xx * yy),
  };
}

/** Items drawn from the table. */
function drawFromTable(seed: number, n: number): [number[], number[]] {
  const x: number[] = [];
  const y: number[] = [];
  for (const uniform of uniformItems(seed, 'table', n)) {
    let left = uniform;
    let cell = -1;
    while (left >= 0 && cell < 15) {
      cell += 1;
      left -= TABLE[cell >> 2]![cell & 3]!;
    }
    x.push(cell >> 2);
    y.push(cell & 3);
  }
  return [x, y];
}

function expectCoverage(covered: Readonly<Record<string, number>>): void {
  for (const [name, share] of Object.entries(covered)) {
    expect(share, `${name} of ${JSON.stringify(covered)}`).toBeGreaterThanOrEqual(0.93);
    expect(share, `${name} of ${JSON.stringify(covered)}`).toBeLessThanOrEqual(0.97);
  }
}

describe('the 95 % intervals', () => {
  it.each([
    { n: 100, truth: 0.6, size: 0.5 },
    { n: 300, truth: 0.9, size: 0.8 },
  ])(
    'cover the truth in 93 to 97 % of runs, n $n, r $truth: catches a width or centre that is off',
    ({ n, truth: r, size: s }) => {
      // Scores x, truth y with correlation r to x, sizes z with correlation s to x alone.
      const [xy, xz, zy] = [normalTau(r), normalTau(s), normalTau(r * s)];
      const truths = {
        tauA: xy,
        tauB: xy,
        rho: normalRho(r),
        partial: valueOf(partialTau(xy, xz, zy)),
        difference: xy - zy,
      };
      const covered = coverage(n, truths, (run) => {
        const x = normalItems(run, 'x', n);
        const y = correlatedItems(x, r, 2 * run);
        const z = correlatedItems(x, s, 2 * run + 1);
        return {
          pairs: [
            [x, y],
            [x, z],
            [z, y],
          ],
          statistics: ({ values: [own, withSize, ofSize] }) => ({
            tauA: own!.tauA,
            tauB: own!.tauB,
            rho: own!.rho,
            partial: own!.tauB.map((tau, i) =>
              valueOf(partialTau(tau, withSize!.tauB[i]!, ofSize!.tauB[i]!)),
            ),
            difference: own!.tauB.map((tau, i) => tau - ofSize!.tauB[i]!),
          }),
        };
      });
      expectCoverage(covered);
    },
  );

  it('cover it with many ties too: catches copies counted as pairs, or ties left out', () => {
    const covered = coverage(150, tableTruths(), (run) => ({
      pairs: [drawFromTable(run, 150)],
      statistics: ({ values: [own] }) => ({ tauA: own!.tauA, tauB: own!.tauB, rho: own!.rho }),
    }));
    expectCoverage(covered);
  });
});
