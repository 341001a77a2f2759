/** Normals a second: draw, square, sum, on one core and on two. */
import { sumSquares } from '../dist/capacity/sum-of-squares.js';
import { measureAll } from '../dist/engine/measure-all.js';
import { weightStream } from '../dist/initialization/weight-stream.js';
import { alternate, check, checkNormals, median, medianRatio, secondsOf } from './harness.js';
import { missing, startPeer } from './peer.js';

export const title = 'Normals: draw, square and sum';

const STANDARD_DEVIATION = 0.02;
const DISTRIBUTION = /** @type {const} */ ({
  kind: 'normal',
  standardDeviation: STANDARD_DEVIATION,
});
const SIDE = 1024;

/** How many times the rate of each library is wanted. */
const TARGETS = { torch: 1.5, numpy: 3 };

/**
 * @param {{ quick: boolean }} options
 * @returns {Promise<import('./harness.js').Result>}
 */
export async function run({ quick }) {
  const rounds = quick ? 5 : 11;
  const matrices = quick ? 64 : 128;
  const count = matrices * SIDE * SIDE;
  const peer = await startPeer(1);
  function drawAll() {
    let sumOfSquares = 0;
    for (let index = 0; index < matrices; index++) {
      const stream = weightStream(0, `bench/${index}`);
      sumOfSquares += sumSquares(DISTRIBUTION, stream, 0, SIDE * SIDE);
    }
    checkNormals(sumOfSquares, count, STANDARD_DEVIATION, 'zerolm');
  }
  const libraries = Object.keys(TARGETS).filter((library) => library in peer.versions);
  const skipped = Object.keys(TARGETS).filter((library) => !libraries.includes(library));
  const shapes = Array.from({ length: matrices }, () => /** @type {const} */ ([SIDE, SIDE]));
  const sideOf = (/** @type {string} */ library) => async () => {
    const { seconds, sumOfSquares } = await peer.draw(library, shapes);
    checkNormals(sumOfSquares, count, STANDARD_DEVIATION, library);
    return seconds;
  };
  const { zerolm, ...peers } = await alternate(rounds, {
    zerolm: () => secondsOf(drawAll),
    ...Object.fromEntries(libraries.map((library) => [library, sideOf(library)])),
  });
  peer.stop();
  /** @type {Readonly<Record<string, number[]>>} */
  const others = peers;

  const large = 4 * matrices;
  const drawn = Array.from({ length: large }, (_, index) => ({
    rows: SIDE,
    cols: SIDE,
    distribution: DISTRIBUTION,
    stream: weightStream(0, `bench/${index}`),
  }));
  /** @type {unknown} */
  let first;
  const withWorkers = (/** @type {number} */ jobs) => () =>
    secondsOf(async () => {
      const measured = JSON.stringify(await measureAll(drawn, 'sum-of-squares', jobs));
      first ??= measured;
      check(measured === first, 'one worker and two differ');
    });
  const workers = await alternate(quick ? 3 : 7, { one: withWorkers(1), two: withWorkers(2) });

  const rate = (/** @type {number[]} */ values, normals = count) => normals / median(values) / 1e6;
  return {
    settings: `${matrices} matrices of ${SIDE} x ${SIDE}, one thread each, ${rounds} rounds in turn; workers: ${large} matrices`,
    figures: [
      ...Object.entries({ zerolm, ...peers }).map(([name, values]) => ({
        name: `${name}, one thread`,
        value: rate(values),
        unit: /** @type {const} */ ('M/s'),
      })),
      {
        name: 'zerolm, two workers',
        value: rate(workers.two, large * SIDE * SIDE),
        unit: 'M/s',
      },
    ],
    ratios: [
      ...Object.entries(TARGETS).flatMap(([library, target]) => {
        const theirs = others[library];
        if (theirs === undefined) return [];
        const value = medianRatio(theirs, zerolm);
        const bound = /** @type {const} */ ('at least');
        return [{ name: `rate against ${library}`, value, bound, target }];
      }),
      {
        name: 'two workers against one',
        value: medianRatio(workers.one, workers.two),
        bound: 'at least',
        target: 1.7,
      },
    ],
    checks: [
      'every side has the expected sum of squares within five standard errors',
      'one worker and two have the same sums, to the last bit',
    ],
    skipped: skipped.map(missing),
  };
}
