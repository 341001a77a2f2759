import type { Architecture } from '../architecture/architecture.ts';
import { explainTerms } from '../explaining/term-difference.ts';
import { signOf } from '../evaluation/truth-direction.ts';
import type { Candidate } from '../formats/candidate-format.ts';
import type { Proxy } from '../proxy-parts/proxy.ts';
import type { ScoreTerms } from '../scoring/score-terms.ts';
import type { ExplainDocument } from '../report/documents/explain-document.ts';
import type { Result } from '../result.ts';
import type { TotalScore } from '../scoring/score-architecture.ts';
import type { StepProgress } from './define-workflow.ts';
import type { ProxyScorer } from './ranking-proxy.ts';

/**
 * What the difference of two scores by a proxy is made of: the parts of blocks where it is a function
 * of sums over them, and else the whole model.
 */
export function proxyContributions(
  proxy: Proxy,
  scorer: ProxyScorer,
  [a, b]: readonly [Architecture, Architecture],
  difference: number,
): Pick<ExplainDocument, 'contributions' | 'rounding'> {
  const termsOf = proxy.needs === 'shapes' ? proxy.terms?.(scorer.settings) : undefined;
  const sign = signOf(proxy.direction);
  const signed = (architecture: Architecture): ScoreTerms | null => {
    if (termsOf === undefined) return null;
    const { join, ...terms } = termsOf(architecture);
    return { ...terms, join: (sums) => sign * join(sums) };
  };
  const { contributions, rounding } = explainTerms(signed(a), signed(b), difference);
  return {
    contributions: contributions.map(({ part, ...own }) => ({ subModule: part, ...own })),
    rounding,
  };
}

/** Scores changed architectures by a proxy, as if each were the candidate that was changed. */
export function changeScorer(
  scorer: ProxyScorer,
  candidate: Candidate,
): {
  readonly score: (
    architectures: readonly Architecture[],
    onProgress: StepProgress,
  ) => Promise<Result<TotalScore>[]>;
} {
  const lenient = scorer.lenient();
  return {
    score: (architectures, onProgress) =>
      lenient.score(
        architectures.map((architecture) => ({ ...candidate, architecture })),
        onProgress,
      ),
  };
}
