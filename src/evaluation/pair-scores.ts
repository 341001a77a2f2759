import { pairRanks, type PairedRanks, type PairingProblem } from './pair-ranks.ts';
import { qualityOf, type TruthDirection } from './truth-direction.ts';
import { failure, success, type Result } from '../result.ts';
import { roundForTies } from '../scoring/round-for-ties.ts';

function describeProblem(
  problem: PairingProblem,
  scores: ArrayLike<number>,
  truth: ArrayLike<number>,
): string {
  switch (problem.kind) {
    case 'different lengths':
      return `There are ${problem.xLength} scores but ${problem.yLength} ground truths: give one of each per item.`;
    case 'too few items':
      return `A rank correlation needs at least 2 items with a score and a ground truth, and there ${problem.n === 1 ? 'is 1' : 'are 0'}: add the ground truth of more items.`;
    case 'not finite':
      return problem.side === 'x'
        ? `The score at index ${problem.index} is ${String(scores[problem.index])}, not a finite number: leave out items whose score failed.`
        : `The ground truth at index ${problem.index} is ${String(truth[problem.index])}, not a finite number: correct it, or leave that item out.`;
    case 'constant':
      return problem.side === 'x'
        ? `Every item has the same score (${roundForTies(scores[0]!)}, to 12 significant digits), so the scores rank nothing: score items that differ in what the score depends on, or use another score.`
        : `Every item has the same ground truth (${truth[0]!}), so there is nothing to rank: add items of different quality, or check which column was read.`;
  }
}

/**
 * Ranks scores (x) and ground truths (y) so that agreement is positive, whatever the direction of
 * the truth. Scores are compared after rounding to 12 significant digits, ground truths as they
 * are.
 *
 * @returns a failure with the remedy
 */
export function pairScores(
  scores: ArrayLike<number>,
  truth: ArrayLike<number>,
  direction: TruthDirection,
): Result<PairedRanks> {
  const pairing = pairRanks(Float64Array.from(scores, roundForTies), qualityOf(truth, direction));
  if (!pairing.ok) return failure(describeProblem(pairing.reason, scores, truth));
  return success(pairing.value);
}
