import { GrowingFront } from '../evaluation/growing-front.ts';
import type { SearchDocument } from '../report/documents/search-document.ts';
import { roundForTies } from '../scoring/round-for-ties.ts';
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
): Pick<Heuristic, 'measure' | 'reference' | 'value' | 'random' | 'exact' | 'progress'> {
  const found = evaluated.map(({ fitness }) => fitness);
  const drawnAtRandom = drawn.map(({ fitness }) => fitness);
  const seen = [...found, ...drawnAtRandom].flatMap((fitness) => pointOf(fitness) ?? []);
  const reference =
    measure === 'hypervolume' ? referencePoint([...seen, ...(optimum ?? [])]) : null;
  const marks = marksOf(found.length);
  const values = progressAt(marks, found, reference);
  const randomValues = progressAt(marks, drawnAtRandom, reference);
  const [value = null] = progressAt([found.length], found, reference);
  const [random = null] = progressAt([drawn.length], drawnAtRandom, reference);
  if (value === null) throw new RangeError('no candidate is within the limits');
  const best = optimum === null ? null : valueOf(optimum, reference);
  return {
    measure,
    ...(reference !== null && { reference }),
    value,
    random: { evaluations: drawn.length, value: random },
    ...(best !== null && { exact: { value: best, shortfall: shortfallOf(value, best) } }),
    progress: marks.map((evaluations, index) => ({
      evaluations,
      value: values[index] ?? null,
      random: randomValues[index] ?? null,
    })),
  };
}

/** By how much a value falls short; 0 where rounding explains it. */
function shortfallOf(value: number, best: number): number {
  return roundForTies(value) >= roundForTies(best) ? 0 : best - value;
}

function valueOf(points: readonly FrontPoint[], reference: FrontPoint | null): number {
  if (reference !== null) return hypervolume(points, reference);
  return points.reduce((best, { score }) => Math.max(best, score), -Infinity);
}
