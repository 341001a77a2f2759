import { GrowingFront } from '../evaluation/growing-front.ts';
import { ranksAmong } from '../scoring/ranks-among.ts';
import { roundForTies } from '../scoring/round-for-ties.ts';
import type { Axis } from '../search-space/axis.ts';
import { genomeOf, layersKey } from '../search/genome.ts';
import type { CandidateEvaluator, EvaluatedCandidate } from './candidate-evaluator.ts';
import { pointOf } from './evolution-progress.ts';
import type { NewCandidates } from './new-candidates.ts';
import type { FoundEntry } from './space-models.ts';

/**
 * The best of evaluated candidates that are within the limits: the highest score first, of equal ones
 * the first that was evaluated. One stands for all with an equal score and the same layers in another
 * order.
 */
export function bestEvaluated(
  axes: readonly Axis[],
  evaluated: readonly EvaluatedCandidate[],
  top: number,
): EvaluatedCandidate[] {
  const scored = evaluated.flatMap((own) => {
    const point = pointOf(own.fitness);
    return point === null ? [] : [{ own, score: roundForTies(point.score) }];
  });
  scored.sort((a, b) => b.score - a.score);
  const seen = new Set<string>();
  const best: EvaluatedCandidate[] = [];
  for (const { own, score } of scored) {
    if (best.length === top) break;
    const key = `${score} ${layersKey(genomeOf(axes, own.choices))}`;
    if (seen.has(key)) continue;
    seen.add(key);
    best.push(own);
  }
  return best;
}

/**
 * The front of evaluated candidates that are within the limits, from the highest score down; one of
 * each point, the first that was evaluated.
 */
export function frontOfEvaluated(evaluated: readonly EvaluatedCandidate[]): EvaluatedCandidate[] {
  const front = new GrowingFront<EvaluatedCandidate>();
  for (const own of evaluated) {
    const point = pointOf(own.fitness);
    if (point !== null) front.add(point.cost, point.score, own);
  }
  const points = new Map<string, EvaluatedCandidate>();
  for (const own of front.items()) {
    const { score = NaN, cost = NaN } = pointOf(own.fitness) ?? {};
    const key = `${roundForTies(score)} ${roundForTies(cost)}`;
    if (!points.has(key)) points.set(key, own);
  }
  return [...points.values()].reverse();
}

/** Evaluated candidates as a document lists them. */
export async function describeEvaluated(
  listed: readonly EvaluatedCandidate[],
  candidates: NewCandidates,
  evaluator: CandidateEvaluator,
): Promise<FoundEntry[]> {
  const read = listed.map(({ choices }) => candidates.read(choices));
  const totals = await evaluator.totalsOf(read);
  const scores = totals.map(({ score }) => score);
  const ranks = ranksAmong(scores, scores);
  return totals.map((total, index): FoundEntry => {
    const { score, capacity, parameters, standardDeviation } = total;
    const { id = '', cost = null } = listed[index] ?? {};
    return {
      rank: ranks[index] ?? index + 1,
      id,
      score,
      ...(standardDeviation !== undefined && { standardDeviation }),
      capacity,
      parameters,
      ...(cost !== null && { cost }),
      record: read[index]?.candidate.record ?? '',
    };
  });
}
