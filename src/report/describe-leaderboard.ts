import type { LeaderboardRow } from '../evaluation/leaderboard-row.ts';
import type { PairedDifference } from '../evaluation/paired-difference.ts';
import type { Result } from '../result.ts';
import type { EvaluateDocument } from './documents/evaluate-document.ts';

/** A row of a leaderboard as a document carries it. */
export function describeLeaderboardRow(
  row: LeaderboardRow,
  milliseconds: number,
): EvaluateDocument['proxies'][number] {
  if (!row.ok) {
    const { proxy, n, reason } = row;
    return { proxy, n, reason, milliseconds };
  }
  const { proxy, n, kendallTauB, kendallTauA, spearman, tiedScores, precisionAt, ndcgAt } = row;
  const { sizeMatched, matched, partial, within, versusBaseline } = row;
  return {
    proxy,
    n,
    kendallTauB,
    kendallTauA,
    spearman,
    tiedScores,
    sizeMatched: orReason(sizeMatched),
    ...(matched !== undefined && { matched: mapValues(matched, orReason) }),
    partial: orReason(partial),
    ...(within !== undefined && { within: orReason(within) }),
    precisionAt,
    ndcgAt,
    regret: row.regret.map(({ budget, items, regret }) => {
      if (!regret.ok) return { budget, items, reason: regret.reason };
      const { bestPick, bestOf } = regret.value;
      return { budget, items, bestPick, bestOf };
    }),
    versusBaseline: versusBaseline === null ? null : differenceOf(versusBaseline),
    milliseconds,
  };
}

function mapValues<From, To>(
  record: Readonly<Record<string, From>>,
  of: (value: From) => To,
): Readonly<Record<string, To>> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, of(value)]));
}

function orReason<Value>(result: Result<Value>): Value | { readonly reason: string } {
  return result.ok ? result.value : { reason: result.reason };
}

/** The verdict before the interval, as documents have them. */
function differenceOf(
  result: Result<PairedDifference>,
): PairedDifference | { readonly reason: string } {
  if (!result.ok) return { reason: result.reason };
  const { ci95, ...rest } = result.value;
  return { ...rest, ci95 };
}
