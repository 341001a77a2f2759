import type { Architecture } from '../architecture/architecture.ts';
import type { Result } from '../result.ts';
import { roundForTies } from '../scoring/round-for-ties.ts';
import type { TotalScore } from '../scoring/score-architecture.ts';
import type { ChangeChoices } from './change-choices.ts';
import { singleChanges, type SingleChange } from './single-changes.ts';

/** A single change of an architecture that reverses its order with another one. */
export interface Flip extends Omit<SingleChange, 'architecture'> {
  /** The score after the change. */
  readonly score: number;
  /** Parameters before and after it. */
  readonly parameters: { readonly before: number; readonly after: number };
  /** `|after - before| / before`: the measure by which it is the smallest. */
  readonly relativeChange: number;
}

/** The smallest change that reverses an order, and how many were tried. */
export interface FlipSearch {
  /** Null where no single change reverses it. */
  readonly turn: Flip | null;
  readonly tried: number;
}

/** What scores changed architectures: the highest is the best. */
export interface ChangeScorer {
  readonly score: (
    architectures: readonly Architecture[],
    onProgress: (done: number, total: number) => void,
  ) => Promise<Result<Pick<TotalScore, 'score' | 'parameters'>>[]>;
}

/** Changes that are scored at a time. */
const BATCH = 512;

/**
 * The smallest single change of an architecture after which its score is on the other side of a
 * limit: above it, to outrank one that scores so, or below it. Changes are measured by the part of
 * its parameters by which the architecture grows or shrinks; of equal ones the first is taken.
 * Scores are compared to 12 digits, as in a ranking; a change without a score reverses nothing.
 *
 * @param parameters of the architecture as it is
 * @param onProgress called now and then with the changes that were tried
 */
export async function smallestFlip(
  architecture: Architecture,
  parameters: number,
  choices: ChangeChoices,
  limit: { readonly score: number; readonly side: 'above' | 'below' },
  scorer: ChangeScorer,
  onProgress: (tried: number) => void = () => undefined,
): Promise<FlipSearch> {
  const bar = roundForTies(limit.score);
  let turn: Flip | null = null;
  let tried = 0;
  const tryAll = async (changes: readonly SingleChange[]): Promise<void> => {
    const results = await scorer.score(
      changes.map((change) => change.architecture),
      (done, total) => {
        onProgress(tried + Math.floor((changes.length * done) / total));
      },
    );
    tried += changes.length;
    for (const [index, { path, from, to }] of changes.entries()) {
      const result = results[index];
      if (result?.ok !== true) continue;
      const { score, parameters: counts } = result.value;
      const rounded = roundForTies(score);
      if (limit.side === 'above' ? rounded <= bar : rounded >= bar) continue;
      const after = counts.total;
      const relativeChange = Math.abs(after - parameters) / parameters;
      if (turn !== null && turn.relativeChange <= relativeChange) continue;
      turn = { path, from, to, score, parameters: { before: parameters, after }, relativeChange };
    }
  };
  let batch: SingleChange[] = [];
  for (const change of singleChanges(architecture, choices)) {
    batch.push(change);
    if (batch.length === BATCH) {
      await tryAll(batch);
      batch = [];
    }
  }
  await tryAll(batch);
  return { turn, tried };
}
