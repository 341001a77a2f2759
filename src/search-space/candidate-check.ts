import type { Candidate } from '../formats/candidate-format.ts';
import { loadQuickReader } from '../formats/quick-reader.ts';
import { formatProblem, type Problem } from '../problem.ts';
import type { SearchSpace } from './search-space.ts';

/** The result of checking a candidate. */
export type Verdict =
  | { readonly kind: 'admitted' }
  /** The candidate is no valid spec. */
  | { readonly kind: 'invalid'; readonly reason: string }
  /** It violates the constraint of that number. */
  | { readonly kind: 'constrained'; readonly constraint: number }
  /** A constraint could not be computed. */
  | { readonly kind: 'failed'; readonly problem: Problem };

/** Problems of a spec that are named; the rest are counted: each of many layers may have some. */
const MAX_REASONS = 3;

const ADMITTED: Verdict = { kind: 'admitted' };

/** The verdict on a candidate by its line of JSON. */
export type CheckCandidate = (line: string) => Verdict;

/**
 * The check of a space: that a candidate is a spec that our readers accept, and that it fulfils the
 * constraints. It reads the line as a reader of the sample will.
 */
export async function loadCandidateCheck(space: SearchSpace): Promise<CheckCandidate> {
  const { constraints, alwaysValid, source } = space;
  if (alwaysValid && constraints.length === 0) return () => ADMITTED;
  const read = await loadLineReader();
  return (line) => {
    const { candidate, reason } = read(line);
    if (candidate === undefined) return { kind: 'invalid', reason };
    for (const [constraint, { holds }] of constraints.entries()) {
      const result = holds(candidate.architecture);
      if (!result.ok) {
        const message = `${result.reason}, of the candidate ${candidate.id}`;
        return { kind: 'failed', problem: { source, path: '', message } };
      }
      if (!result.value) return { kind: 'constrained', constraint };
    }
    return ADMITTED;
  };
}

/** The candidate that a line of JSON describes, or why it describes none. */
export type LineReader = (line: string) => {
  readonly candidate?: Candidate;
  readonly reason: string;
};

/** A reader of the lines of a sample, as those who read the sample have it. */
export async function loadLineReader(): Promise<LineReader> {
  const read = await loadQuickReader();
  return (line) => {
    const value: unknown = JSON.parse(line);
    const { candidate, problems } = read(value, { source: '', defaultId: '', build: 'default' });
    if (candidate !== undefined) return { candidate, reason: '' };
    const more = problems.length - MAX_REASONS;
    const reasons = problems.slice(0, MAX_REASONS).map(formatProblem).join('; ');
    return { reason: more > 0 ? `${reasons}; and ${more} more` : reasons };
  };
}

/** How many candidates were left out, and why. */
export class LeftOut {
  /** Number of repeated candidates. */
  duplicates = 0;
  /** Number of invalid specs. */
  invalid = 0;
  /** Why the first of these is invalid. */
  firstReason = '';
  /** Number of candidates that violate each constraint; of several the first counts. */
  readonly constrained: number[];

  constructor(constraints: number) {
    this.constrained = Array.from({ length: constraints }, () => 0);
  }

  add(verdict: Verdict): void {
    if (verdict.kind === 'invalid') {
      this.invalid += 1;
      if (this.invalid === 1) this.firstReason = verdict.reason;
    } else if (verdict.kind === 'constrained') {
      const { constraint } = verdict;
      this.constrained[constraint] = (this.constrained[constraint] ?? 0) + 1;
    }
  }
}
