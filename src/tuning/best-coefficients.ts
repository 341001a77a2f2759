import { SUB_MODULES, type SubModule } from '../architecture/weight.ts';
import { mapInSteps, type Steps } from '../event-loop-break.ts';
import { failure, success, type Result } from '../result.ts';
import type { Capacities } from '../scoring/balance.ts';
import { correlationBetween } from './agreement.ts';
import { balancedScores } from './balanced-scores.ts';
import { deviationsOf, lengthOf } from './spread.ts';
import type { LabelledItem } from './tuning-item.ts';
import type { TuningCorrelation } from './tuning-options.ts';

/** Parts into which the coarse grid divides the sum of the coefficients. */
const GRID = 4;

/** Steps of the search around the best point of the grid, and most moves at each. */
const STEPS = [1 / 8, 1 / 16, 1 / 32];
const MAX_MOVES = 16;

/** Significant digits of a coefficient: more than a few labels can tell, few enough to be read. */
const DIGITS = 6;

type Direction = readonly number[];

interface Point {
  readonly direction: Direction;
  readonly value: number;
}

/**
 * The three coefficients under which scores and qualities correlate best: a coarse grid of
 * directions, then a pattern search around the best with halved steps.
 *
 * A rank correlation does not change when all coefficients are multiplied by the same, so the sum
 * of their sizes is held at 1. They are sought in units of the spread of each capacity, since a
 * capacity that hardly varies needs a large coefficient to have any part in the score. A capacity
 * that is the same for all items has no part in the ranking, and its coefficient is 0. Where several
 * points share the best correlation, the one nearest to their mean is taken.
 *
 * @param quality of the items, larger is better
 * @returns coefficients whose sizes add up to 1 (within their 6 digits); a failure where nothing
 *   varies
 */
export function* bestCoefficients(
  items: readonly LabelledItem[],
  quality: Float64Array,
  correlation: TuningCorrelation,
): Steps<Result<Capacities>> {
  const spreads = yield* mapInSteps(SUB_MODULES, (name) => ({
    name,
    spread: lengthOf(deviationsOf(items.map(({ capacity }) => capacity[name]))),
  }));
  const varying = spreads.filter(({ spread }) => spread > 0 && Number.isFinite(spread));
  const seen = new Map<string, Point>();
  const evaluate = (direction: Direction): Point => {
    const key = direction.map((part) => part.toFixed(9)).join(' ');
    const known = seen.get(key);
    if (known !== undefined) return known;
    const coefficients = coefficientsOf(direction, varying);
    const scores = balancedScores({ kind: 'coefficients', coefficients }, items);
    const found = scores === null ? null : correlationBetween(correlation, scores, quality);
    const point = { direction, value: found ?? -Infinity };
    seen.set(key, point);
    return point;
  };
  let best: Point = { direction: [], value: -Infinity };
  for (const direction of directions(varying.length, GRID)) {
    const point = evaluate(direction.map((part) => part / GRID));
    yield;
    if (point.value > best.value) best = point;
  }
  if (best.value === -Infinity) {
    return failure(
      `no coefficients have a correlation: on the ${items.length} labelled candidates, all scores or all qualities are equal`,
    );
  }
  for (const step of STEPS) {
    for (let move = 0; move < MAX_MOVES; move++) {
      const start = best;
      for (const direction of neighbours(start.direction, step)) {
        const point = evaluate(direction);
        yield;
        if (point.value > best.value) best = point;
      }
      if (best === start) break;
    }
  }
  const tied = [...seen.values()].filter(({ value }) => value === best.value);
  return success(coefficientsOf(central(tied).direction, varying));
}

/** Every list of whole numbers whose sizes add up to a total. */
function* directions(length: number, total: number): Generator<number[]> {
  if (length === 0) return;
  if (length === 1) {
    yield [total];
    if (total > 0) yield [-total];
    return;
  }
  for (let first = -total; first <= total; first++) {
    for (const rest of directions(length - 1, total - Math.abs(first))) yield [first, ...rest];
  }
}

/** The directions one step away along each coefficient, their sizes adding up to 1 again. */
function neighbours(direction: Direction, step: number): Direction[] {
  return direction.flatMap((_, index) =>
    [step, -step].flatMap((change) => {
      const moved = direction.map((part, other) => (other === index ? part + change : part));
      const total = sizeOf(moved);
      return total > 0 ? [moved.map((part) => part / total)] : [];
    }),
  );
}

/** The first of the points that are nearest to the mean of all. */
function central(points: readonly Point[]): Point {
  const [first] = points;
  if (first === undefined) throw new RangeError('no point is central among none');
  const mean = first.direction.map(
    (_, index) =>
      points.reduce((sum, { direction }) => sum + (direction[index] ?? 0), 0) / points.length,
  );
  const distance = ({ direction }: Point): number =>
    Number(
      direction.reduce((sum, part, index) => sum + (part - (mean[index] ?? 0)) ** 2, 0).toFixed(12),
    );
  return points.reduce((nearest, point) => (distance(point) < distance(nearest) ? point : nearest));
}

/** The coefficients of a direction, which is in units of the spreads. */
function coefficientsOf(
  direction: Direction,
  varying: readonly { readonly name: SubModule; readonly spread: number }[],
): Capacities {
  const smallest = Math.min(...varying.map(({ spread }) => spread));
  // Spreads relative to the smallest: 1 / spread alone might overflow.
  const parts = varying.map(({ spread }, index) => ((direction[index] ?? 0) * smallest) / spread);
  const total = sizeOf(parts);
  const coefficients = { attention: 0, feedForward: 0, embedding: 0 };
  for (const [index, { name }] of varying.entries()) {
    // 0 + x: a coefficient of -0 is 0.
    coefficients[name] = 0 + Number(((parts[index] ?? 0) / total).toPrecision(DIGITS));
  }
  return coefficients;
}

function sizeOf(parts: readonly number[]): number {
  return parts.reduce((sum, part) => sum + Math.abs(part), 0);
}
