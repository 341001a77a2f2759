import type { LeaderboardEntry } from '../../src/evaluation/leaderboard-row.ts';
import { leaderboard, type Leaderboard } from '../../src/evaluation/leaderboard.ts';
import type { LeaderboardOptions } from '../../src/evaluation/leaderboard-options.ts';
import { correlatedItems, normalItems } from './random-items.ts';
import { valueOf } from './value-of.ts';

export const N = 60;
export const quality = normalItems(1, 'quality', N);
export const good = correlatedItems(quality, 0.9, 2);
export const poor = correlatedItems(quality, 0, 3).map((score) => Math.round(2 * score));
export const sizes = correlatedItems(quality, 0.6, 4).map((value) =>
  Math.round(1e6 * Math.exp(value)),
);
export const depth = quality.map((_, item) => item % 4);

export const typical: LeaderboardOptions = {
  proxies: [
    { name: 'good', scores: good },
    { name: 'poor', scores: poor },
    { name: 'params', scores: sizes },
  ],
  truth: quality,
  direction: 'higher-is-better',
  sizes,
  baseline: 'params',
  seed: 1,
  resamples: 200,
};

export async function table(change: Partial<LeaderboardOptions> = {}): Promise<Leaderboard> {
  return valueOf(await leaderboard({ ...typical, ...change }));
}

export async function entries(
  change: Partial<LeaderboardOptions> = {},
): Promise<LeaderboardEntry[]> {
  return (await table(change)).rows.map((row) => {
    if (!row.ok) throw new Error(row.reason);
    return row;
  });
}

export const without = (scores: readonly number[], ...items: number[]): (number | null)[] =>
  scores.map((score, item) => (items.includes(item) ? null : score));
