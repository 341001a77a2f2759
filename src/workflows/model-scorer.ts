import type { Candidate } from '../formats/candidate-format.ts';
import type { Result } from '../result.ts';
import { BatchScorer } from '../scoring/batch-scorer.ts';
import type { TotalScore } from '../scoring/score-architecture.ts';
import type { StepProgress } from './define-workflow.ts';
import type { Scoring } from './scoring.ts';

/**
 * Candidates that are scored together. Expected scores share nothing, and few candidates at a time
 * stay in the cache; sampled ones share their matrices, and the workers want many.
 */
const BATCH = { expected: 128, sampled: 8192, weights: 512 } as const;

/** The score of a candidate, and the scores that it is combined from, where it is. */
export interface ModelScore extends TotalScore {
  /** By the name of the proxy: its score, and the mid-rank of that, 1 for the best. */
  readonly byProxy?: Readonly<Record<string, { readonly score: number; readonly rank: number }>>;
}

/** What scores candidates, batch by batch. */
export interface ModelScorer {
  /** Candidates that are scored together; Infinity where the score of each depends on all others. */
  readonly batchSize: number;
  /** Why a checkpoint, which has no architecture, gets no score; absent where it gets one. */
  readonly missesArchitecture?: string;
  /** A result for each candidate, in their order. */
  readonly score: (
    candidates: readonly Candidate[],
    onProgress: StepProgress,
  ) => Promise<Result<ModelScore>[]>;
}

/** Scores by the balance of the settings. */
export function balancedScorer({ settings, engine }: Scoring): ModelScorer {
  const scorer = new BatchScorer(settings, engine);
  return {
    batchSize: BATCH[settings.mode],
    score: (candidates, onProgress) =>
      scorer.score(
        candidates.map(({ architecture }) => architecture),
        onProgress,
      ),
  };
}
