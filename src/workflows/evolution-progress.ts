import { GrowingFront } from '../evaluation/growing-front.ts';
import type { SearchDocument } from '../report/documents/search-document.ts';
import type { Fitness } from '../search/fitness.ts';
import { hypervolume, referencePoint, type FrontPoint } from '../search/hypervolume.ts';
import type { EvaluatedCandidate } from './candidate-evaluator.ts';

/** Most points of the progress of a search. */
const MARKS = 50;

/** The numbers of evaluations after which progress is told: fifty equal steps at most. */
export function marksOf(evaluations: number): number[] {
  const marks = Array.from({ length: MARKS }, (_, step) =>
    Math.ceil((evaluations * (step + 1)) / MARKS),
  );
  return [...new Set(marks)];
}

/** The point of a fitness in the plane of score and cost; null where it is outside of the limits. */
export function pointOf(fitness: Fitness | null): FrontPoint | null {
  if (fitness === null || fitness.violation > 0) return null;
  return { score: fitness.score, cost: fitness.cost ?? 0 };
}

/**
 * What was found after each number of evaluations: the highest score, or the hypervolume up to a
 * reference; null before any candidate is within the limits, and after the last evaluation.
 *
 * @param marks rising
 * @param reference null for the highest score
 */
export function progressAt(
  marks: readonly number[],
  evaluated: readonly (Fitness | null)[],
  reference: FrontPoint | null,
): (number | null)[] {
  const front = new GrowingFront<FrontPoint>();
  let best: number | null = null;
  let done = 0;
  return marks.map((mark) => {
    if (mark > evaluated.length) return null;
    for (const fitness of evaluated.slice(done, mark)) {
      const point = pointOf(fitness);
      if (point === null) continue;
      best = Math.max(best ?? -Infinity, point.score);
      if (reference !== null) front.add(point.cost, point.score, point);
    }
    done = mark;
    return best === null || reference === null ? best : hypervolume(front.items(), reference);
  });
}

type Heuristic = NonNullable<SearchDocument['heuristic']>;

/** What a search has found, step by step, besides what a random search and the optimum have. */
export function measureProgress(
  evaluated: readonly EvaluatedCandidate[],
  drawn: readonly EvaluatedCandidate[],
  optimum: readonly FrontPoint[] | null,
  measure: Heuristic['measure'],
): Pick<Heuristic, 'measure' | 'reference' | 'value' | 'baseline' | 'exact' | 'progress'> {
  const own = evaluated.map(({ fitness }) => fitness);
  const random = drawn.map(({ fitness }) => fitness);
  const seen = [...own, ...random].flatMap((fitness) => pointOf(fitness) ?? []);
  const reference =
    measure === 'hypervolume' ? referencePoint([...seen, ...(optimum ?? [])]) : null;
  const marks = marksOf(own.length);
  const values = progressAt(marks, own, reference);
  const baselines = progressAt(marks, random, reference);
  const [value = null] = progressAt([own.length], own, reference);
  const [baseline = null] = progressAt([random.length], random, reference);
  if (value === null) throw new RangeError('no candidate is within the limits');
  const best = optimum === null ? null : valueOf(optimum, reference);
  return {
    measure,
    ...(reference !== null && { reference }),
    value,
    baseline: { evaluations: random.length, value: baseline },
    // Rounding alone may take what was found beyond the optimum.
    ...(best !== null && { exact: { value: best, shortfall: Math.max(0, best - value) } }),
    progress: marks.map((evaluations, index) => ({
      evaluations,
      value: values[index] ?? null,
      baseline: baselines[index] ?? null,
    })),
  };
}

function valueOf(points: readonly FrontPoint[], reference: FrontPoint | null): number {
  if (reference !== null) return hypervolume(points, reference);
  return points.reduce((best, { score }) => Math.max(best, score), -Infinity);
}
