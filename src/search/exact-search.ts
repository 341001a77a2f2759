import { groupBy } from '../group-by.ts';
import { failure, success, type Result } from '../result.ts';
import type { Steps } from '../event-loop-break.ts';
import { groupTables, type GroupTables } from './group-tables.ts';
import type { MeasuredGroup, SearchTask } from './measured-group.ts';
import { scoreBound } from './score-bound.ts';

/** The models of one choice of options for the layers of a group, whatever their order. */
export interface Found {
  /** The number of the group. */
  readonly group: number;
  /**
   * How many layers have each option; of layers with values of their own, the option of each, `DROPPED`
   * where it is not kept.
   */
  readonly counts: readonly number[];
  /** The score. */
  readonly score: number;
  readonly sums: readonly number[];
}

/** A last look at a model that is within the limits, where these are rounded; false leaves it out. */
export type Confirm = (found: Found) => boolean;

/**
 * The best models of all groups that are within the limits: the highest score first; of equal scores
 * the first in the order of the groups, then of the sorted layers. Exact: the scores and sums of a
 * group have to be sums over its layers. A failure where the tables of a group are too large.
 *
 * @param top how many, at least 1
 */
export function* bestModels(
  groups: readonly MeasuredGroup[],
  task: SearchTask,
  top: number,
  confirm: Confirm = () => true,
): Steps<Result<Found[]>> {
  const { scoreLimit, scoreScale } = task;
  // With scores times their scale, which are exact.
  let best: Found[] = [];
  const byBound = groups
    .map((group, number) => ({ group, number, bound: scoreBound(group, task.limits) * scoreScale }))
    .sort((a, b) => b.bound - a.bound);
  for (const { group, number, bound } of byBound) {
    const worst = best.length < top ? -Infinity : (best.at(-1)?.score ?? -Infinity);
    if (bound === -Infinity || bound < Math.max(worst, scoreLimit.least)) break;
    const built = groupTables(group, task);
    yield;
    if (!built.ok) return failure(describe(group, built.reason));
    const own: Found[] = [];
    for (const model of modelsOf(built.value, number)) {
      yield;
      // Of a key, the best alone is known to be within the limits of the score.
      if (model.score < Math.max(worst, scoreLimit.least)) break;
      if (!confirm(model)) continue;
      own.push(model);
      if (own.length === top) break;
    }
    // The sort is stable: of equal scores, those of a group stay in its order.
    best = [...best, ...own].sort((a, b) => b.score - a.score || a.group - b.group).slice(0, top);
  }
  return success(best.map((model) => ({ ...model, score: model.score / scoreScale })));
}

/**
 * The Pareto front of score against one of the sums, which is to be low: the models within the limits
 * of which no other has as much of the score for less, or more of it for as little. From the lowest
 * cost to the highest; one model of each point, the first in the order of {@link bestModels}.
 *
 * @param cost the number of the sum
 */
export function* frontOfModels(
  groups: readonly MeasuredGroup[],
  task: SearchTask,
  cost: number,
  confirm: Confirm = () => true,
): Steps<Result<Found[]>> {
  let front: Point[] = [];
  for (const [group, own] of groups.entries()) {
    const built = groupTables(own, task);
    yield;
    if (!built.ok) return failure(describe(own, built.reason));
    let points = pointsOf(built.value, group, cost);
    for (;;) {
      const joint = paretoFront([...front, ...points]);
      // All models of a key are alike in what is confirmed.
      const wrong = joint.find((point) => {
        if (point.group !== group) return false;
        const [model] = modelsOf(built.value, group, (key) => key === point.key);
        return model === undefined || !confirm(model);
      });
      if (wrong === undefined) {
        front = joint;
        break;
      }
      points = points.filter(({ key }) => key !== wrong.key);
      yield;
    }
  }
  const found: Found[] = [];
  for (const [group, points] of groupBy(front, (point) => point.group)) {
    const own = groups[group];
    if (own === undefined) continue;
    const built = groupTables(own, task);
    if (!built.ok) return failure(describe(own, built.reason));
    const costOf = (key: number): number => built.value.sumsOf(key)[cost] ?? NaN;
    // Keys that differ in other sums may cost the same.
    const alike = new Map(points.map((point) => [point.cost, new Set<number>()]));
    for (const key of built.value.whole.keys) alike.get(costOf(key))?.add(key);
    for (const keys of alike.values()) {
      yield;
      for (const model of modelsOf(built.value, group, (key) => keys.has(key))) {
        if (!confirm(model)) continue;
        found.push({ ...model, score: model.score / task.scoreScale });
        break;
      }
    }
  }
  return success(found.sort((a, b) => (a.sums[cost] ?? NaN) - (b.sums[cost] ?? NaN)));
}

/** A point of a front: the best models of one key. */
interface Point {
  readonly group: number;
  readonly key: number;
  readonly cost: number;
  readonly score: number;
}

function pointsOf(
  { whole, scoreOf: scored, sumsOf, admits }: GroupTables,
  group: number,
  cost: number,
): Point[] {
  const { keys, values } = whole;
  const points: Point[] = [];
  for (const [index, key] of keys.entries()) {
    const value = values[index] ?? -Infinity;
    if (!admits(key, value)) continue;
    points.push({ group, key, score: scored(key, value), cost: sumsOf(key)[cost] ?? NaN });
  }
  return points;
}

/** The points of which no other is as good at less cost, or better at as much; of equal ones the first. */
function paretoFront(points: readonly Point[]): Point[] {
  const sorted = points.toSorted((a, b) => a.cost - b.cost || b.score - a.score);
  const front: Point[] = [];
  let highest = -Infinity;
  for (const point of sorted) {
    if (point.score <= highest) continue;
    highest = point.score;
    front.push(point);
  }
  return front;
}

/** The models of a group, the best first, with scores times their scale. */
function* modelsOf(
  built: GroupTables,
  group: number,
  isAsked?: (key: number) => boolean,
): Generator<Found, void, void> {
  for (const { counts, key, score } of built.models(isAsked)) {
    yield { group, counts, score, sums: built.sumsOf(key) };
  }
}

function describe({ layers, options }: MeasuredGroup, reason: string): string {
  return `models of ${layers} layers with ${options.length} options each have ${reason}`;
}
