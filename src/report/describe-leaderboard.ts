import type { LeaderboardEntry, LeaderboardRow } from '../evaluation/leaderboard-row.ts';
import type { Correlation } from '../evaluation/correlation.ts';
import type { NoiseCeiling } from '../evaluation/noise-ceiling.ts';
import type { Result } from '../result.ts';
import type { EvaluateDocument } from './documents/evaluate-document.ts';

type Row = EvaluateDocument['proxies'][number];
type Entry = Extract<Row, { kendallTauB: object }>;
type Ceiling = NonNullable<EvaluateDocument['noiseCeiling']>;
type Interval = [number, number] | null;

/** A row of a leaderboard as a document carries it. */
export function describeLeaderboardRow(row: LeaderboardRow, milliseconds: number): Row {
  if (!row.ok) {
    const { proxy, n, reason } = row;
    return { proxy, n, reason, milliseconds };
  }
  const { proxy, n, tiedScores, precisionAt, versusBaseline } = row;
  return {
    proxy,
    n,
    kendallTauB: correlation(row.kendallTauB),
    kendallTauA: correlation(row.kendallTauA),
    spearman: correlation(row.spearman),
    tiedScores,
    sizeMatched: orReason(row.sizeMatched, ({ value, pairs }) => ({ value, pairs })),
    partial: orReason(row.partial, ({ value, ci95, p }) => ({ value, ci95: pair(ci95), p })),
    ...(row.within !== undefined && {
      within: orReason(row.within, ({ value, groups, pairs }) => ({ value, groups, pairs })),
    }),
    precisionAt: { ...precisionAt },
    regret: row.regret.map(regretUnder),
    versusBaseline:
      versusBaseline === null
        ? null
        : orReason(versusBaseline, ({ ci95, ...rest }) => ({ ...rest, ci95: [...ci95] })),
    milliseconds,
  };
}

/** A noise ceiling as a document carries it. */
export function describeCeiling(ceiling: NoiseCeiling): Ceiling {
  const { kendallTauB, spearman, betweenRuns, repeatedItems, runsBehindTruth } = ceiling;
  return {
    kendallTauB: { value: kendallTauB.value, ci95: pair(kendallTauB.ci95) },
    spearman: { value: spearman.value, ci95: pair(spearman.ci95) },
    betweenRuns: { ...betweenRuns },
    repeatedItems,
    runsBehindTruth,
  };
}

function regretUnder({
  budget,
  items,
  regret,
}: LeaderboardEntry['regret'][number]): Entry['regret'][number] {
  if (!regret.ok) return { budget, items, reason: regret.reason };
  const { bestPick, bestOf } = regret.value;
  return { budget, items, bestPick, bestOf: { ...bestOf } };
}

function correlation({ value, ci95, p }: Correlation): Entry['kendallTauB'] {
  return { value, ci95: pair(ci95), p };
}

function pair(interval: readonly [number, number] | null): Interval {
  return interval === null ? null : [...interval];
}

function orReason<Value, Described>(
  result: Result<Value>,
  describe: (value: Value) => Described,
): Described | { reason: string } {
  return result.ok ? describe(result.value) : { reason: result.reason };
}
