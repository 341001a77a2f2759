import { DEFAULT_RESAMPLES } from './bootstrap-interval.ts';
import { findBootstrapProblem } from './find-bootstrap-problem.ts';
import type { LeaderboardOptions } from './leaderboard-options.ts';

/** What is wrong with the options of a leaderboard; null if nothing is. */
export function findLeaderboardProblem(options: LeaderboardOptions): string | null {
  const { seed, resamples = DEFAULT_RESAMPLES, bestOf, budgets = [] } = options;
  const wrongBudget = budgets.find((budget) => !Number.isFinite(budget) || budget <= 0);
  if (wrongBudget !== undefined) {
    return `A budget is ${wrongBudget}: it has to be a finite size above 0.`;
  }
  if (bestOf !== undefined && (!Number.isInteger(bestOf) || bestOf < 1)) {
    return `The number of picks is ${bestOf}: it has to be a whole number from 1.`;
  }
  return (
    findBootstrapProblem(seed, resamples) ??
    findProxyProblem(options) ??
    findLengthProblem(options) ??
    findSizeProblem(options) ??
    findTruthProblem(options)
  );
}

function findProxyProblem({ proxies, baseline }: LeaderboardOptions): string | null {
  const names = proxies.map(({ name }) => name);
  if (names.length === 0) return 'There is no proxy to evaluate: name at least one.';
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) return `The proxy ${twice} is there twice: name each once.`;
  if (names.includes(baseline)) return null;
  return `The baseline ${baseline} is none of the proxies (${names.join(', ')}): add it, or name another.`;
}

function findLengthProblem(options: LeaderboardOptions): string | null {
  const { proxies, truth, sizes, matchingSizes, groups } = options;
  const lists = [
    ...proxies.map(({ name, scores }) => ({ name: `scores of ${name}`, values: scores })),
    { name: 'sizes', values: sizes },
    ...(matchingSizes === undefined ? [] : [{ name: 'matching sizes', values: matchingSizes }]),
    ...(groups === undefined ? [] : [{ name: 'groups', values: groups }]),
  ];
  const wrong = lists.find(({ values }) => values.length !== truth.length);
  if (wrong === undefined) return null;
  return `There are ${truth.length} ground truths but ${wrong.values.length} ${wrong.name}: give one of each per item.`;
}

function findSizeProblem({ sizes, matchingSizes = [] }: LeaderboardOptions): string | null {
  const wrong = [...sizes, ...matchingSizes].find((size) => !Number.isFinite(size));
  return wrong === undefined ? null : `A size is ${wrong}, not a finite number.`;
}

function findTruthProblem({ truth }: LeaderboardOptions): string | null {
  const known = truth.filter((value) => value !== null);
  const wrong = truth.findIndex((value) => value !== null && !Number.isFinite(value));
  if (wrong !== -1) {
    return `The ground truth at index ${wrong} is ${String(truth[wrong])}, not a finite number: correct it, or leave that item out.`;
  }
  if (known.length < 2) {
    return `A rank correlation needs at least 2 items with a ground truth, and there ${known.length === 1 ? 'is 1' : 'are 0'}: add the ground truth of more items.`;
  }
  if (known.every((value) => value === known[0])) {
    return `Every item has the same ground truth (${known[0]!}), so there is nothing to rank: add items of different quality, or check which column was read.`;
  }
  return null;
}
