import { combineScores } from '../evaluation/combine-scores.ts';
import type { LeaderboardProxy } from '../evaluation/leaderboard-options.ts';
import { signOf } from '../evaluation/truth-direction.ts';
import type { Candidate } from '../formats/candidate-format.ts';
import type { Problem } from '../problem.ts';
import type { ScoreDirection } from '../proxy-parts/proxy-facts.ts';
import type { Proxy, ProxySettings } from '../proxy-parts/proxy.ts';
import { scoreProxies } from '../proxy-runs/score-proxies.ts';
import type { CombinedProxies } from './chosen-proxies.ts';
import type { WorkflowRun } from './define-workflow.ts';

/** The scores of a proxy for all candidates. */
export interface ProxyRatings {
  /** Scores in which higher is better. */
  readonly leaderboard: LeaderboardProxy;
  /** Of the scores that the proxy itself gives. */
  readonly direction: ScoreDirection;
  /** Names the candidates without a score; null where there are none. */
  readonly warning: Problem | null;
  readonly milliseconds: number;
}

/** The scores of every proxy, in their order. */
export async function rateCandidates(
  proxies: readonly Proxy[],
  candidates: readonly Candidate[],
  settings: ProxySettings,
  { onProgress }: WorkflowRun,
): Promise<ProxyRatings[]> {
  const architectures = candidates.map(({ architecture }) => architecture);
  const all = await scoreProxies(
    proxies,
    architectures,
    settings,
    (_, __, { proxy, ...counts }) => {
      onProgress(
        proxy === null
          ? { verb: 'ran', noun: 'networks', ...counts }
          : { verb: 'scored', noun: `candidates by ${proxy}`, ...counts },
      );
    },
  );
  return all.map(({ proxy: { name, direction }, results, milliseconds }) => {
    const sign = signOf(direction);
    const scores = results.map((result) => (result.ok ? sign * result.value : null));
    const failures = results.flatMap((result, index) =>
      result.ok ? [] : [{ id: candidates[index]?.id ?? '', reason: result.reason }],
    );
    const [first] = failures;
    if (first === undefined) {
      return { leaderboard: { name, scores }, direction, warning: null, milliseconds };
    }
    const { id, reason } = first;
    const message = `no score for ${failures.length} of ${results.length} candidates; of "${id}": ${reason}`;
    return {
      leaderboard: { name, scores, reason },
      direction,
      warning: { source: name, path: '', message },
      milliseconds,
    };
  });
}

/** The scores of all candidates by the combined ranks of several proxies, which are rated already. */
export function combineRatings(
  ratings: readonly ProxyRatings[],
  { combination, proxies }: CombinedProxies,
): ProxyRatings {
  const parts = ratings.filter(({ leaderboard }) =>
    proxies.some(({ name }) => name === leaderboard.name),
  );
  const lists = parts.map(({ leaderboard }) => leaderboard.scores);
  const reason = parts.find(({ warning }) => warning !== null)?.warning?.message;
  return {
    leaderboard: {
      name: combination,
      scores: combineScores(lists, combination).map((combined) => combined?.score ?? null),
      ...(reason !== undefined && { reason }),
    },
    direction: 'higher-is-better',
    // The proxies have warned of the candidates without a score.
    warning: null,
    milliseconds: parts.reduce((sum, { milliseconds }) => sum + milliseconds, 0),
  };
}

/** What each proxy gives each candidate: higher is better, and null where it gives none. */
export function* scoresByProxy(
  candidates: readonly Candidate[],
  ratings: readonly ProxyRatings[],
): Generator<{ readonly id: string; readonly scores: Readonly<Record<string, number | null>> }> {
  for (const [index, { id }] of candidates.entries()) {
    const own = ratings.map(({ leaderboard: { name, scores } }): [string, number | null] => [
      name,
      scores[index] ?? null,
    ]);
    yield { id, scores: Object.fromEntries(own) };
  }
}

/** The names of the proxies that have a score for no candidate. */
export function namesOfUnscored(ratings: readonly ProxyRatings[]): ReadonlySet<string> {
  const without = ratings.filter(({ leaderboard }) =>
    leaderboard.scores.every((score) => score === null),
  );
  return new Set(without.map(({ leaderboard }) => leaderboard.name));
}
