import { EventLoopBreak } from '../event-loop-break.ts';
import type { SpaceCandidate } from '../search-space/space-candidate.ts';
import type { SampleStep } from '../search-space/space-sampler.ts';
import { Refusal } from './refusal.ts';

/** Most candidates of a batch, and characters of their lines: a deep one has a million. */
const BATCH = 256;
const CHARACTERS = 2 ** 20;

/** Steps between two looks at the clock. */
const STEPS = 256;

/**
 * Candidates in batches, as they come: at most one batch is in memory. Iterating throws a
 * {@link Refusal} where a constraint can't be computed or no candidate is left. What the end returns
 * is a summary of all.
 */
export type CandidateBatches<Summary> = AsyncGenerator<readonly SpaceCandidate[], Summary, void>;

/** How the steps of a space ended. */
export interface StepsEnd {
  readonly count: number;
  /** Absent where there were as many candidates as were asked for. */
  readonly exhausted?: Extract<SampleStep, { kind: 'exhausted' }>;
}

/**
 * The candidates that steps give, up to a number of them.
 *
 * @param onProgress called now and then with the candidates so far, and the steps
 */
export async function* candidateBatches(
  next: () => SampleStep,
  most: number,
  onProgress: (count: number, steps: number) => void,
): CandidateBatches<StepsEnd> {
  const pause = new EventLoopBreak();
  let batch: SpaceCandidate[] = [];
  let characters = 0;
  let count = 0;
  for (let steps = 1; count < most; steps++) {
    const isPause = (steps % STEPS === 0 || characters >= CHARACTERS) && pause.due;
    const isFull = batch.length >= BATCH || characters >= CHARACTERS;
    if (isFull || (isPause && batch.length > 0)) {
      yield batch;
      batch = [];
      characters = 0;
    }
    if (isPause) {
      await pause.take();
      onProgress(count, steps);
    }
    const step = next();
    if (step.kind === 'drawn') {
      batch.push(step.candidate);
      characters += step.candidate.line.length;
      count += 1;
    } else if (step.kind !== 'missed') {
      if (batch.length > 0) yield batch;
      if (step.kind === 'failed') throw new Refusal([step.problem]);
      return { count, exhausted: step };
    }
  }
  if (batch.length > 0) yield batch;
  return { count };
}
