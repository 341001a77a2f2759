import { EventLoopBreak } from '../event-loop-break.ts';
import type { SpaceCandidate } from '../search-space/space-candidate.ts';
import type { SampleStep } from '../search-space/space-sampler.ts';
import { Refusal } from './refusal.ts';

/** Most candidates of a batch. */
const BATCH = 256;

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
  let count = 0;
  for (let steps = 1; count < most; steps++) {
    const isPause = steps % STEPS === 0 && pause.due;
    if (batch.length >= BATCH || (isPause && batch.length > 0)) {
      yield batch;
      batch = [];
    }
    if (isPause) {
      await pause.take();
      onProgress(count, steps);
    }
    const step = next();
    if (step.kind === 'drawn') {
      batch.push(step.candidate);
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
