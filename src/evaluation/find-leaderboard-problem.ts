import { DEFAULT_RESAMPLES } from './bootstrap-interval.ts';
import { findBootstrapProblem } from './find-bootstrap-problem.ts';
import type { Groups, LeaderboardOptions, Nearness } from './leaderboard-options.ts';
import { findTopProblem } from './top-size.ts';

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
    findNearnessProblem(options) ??
    findTruthProblem(options) ??
    findTopsProblem(options)
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
  const { proxies, truth, sizes, matchingSizes, otherSizes = {}, within } = options;
  const lists = [
    ...proxies.map(({ name, scores }) => ({ name: `scores of ${name}`, values: scores })),
    { name: 'sizes', values: sizes },
    ...(matchingSizes === undefined ? [] : [{ name: 'matching sizes', values: matchingSizes }]),
    ...Object.entries(otherSizes).map(([name, values]) => ({ name: `sizes ${name}`, values })),
    ...(within === undefined ? [] : [withinList(within)]),
  ];
  const wrong = lists.find(({ values }) => values.length !== truth.length);
  if (wrong === undefined) return null;
  return `There are ${truth.length} ground truths but ${wrong.values.length} ${wrong.name}: give one of each per item.`;
}

function withinList(within: Groups | Nearness) {
  return 'groups' in within
    ? { name: 'groups', values: within.groups }
    : { name: 'values to be near', values: within.values };
}

function findSizeProblem(options: LeaderboardOptions): string | null {
  const { sizes, matchingSizes = [], otherSizes = {} } = options;
  const wrong = [sizes, matchingSizes, ...Object.values(otherSizes)]
    .flat()
    .find((size) => !Number.isFinite(size));
  return wrong === undefined ? null : `A size is ${wrong}, not a finite number.`;
}

function findNearnessProblem({ within }: LeaderboardOptions): string | null {
  if (within === undefined || 'groups' in within) return null;
  const { tolerance, values } = within;
  if (!(tolerance > 0 && tolerance < 1)) {
    return `The tolerance is ${tolerance}: it has to be above 0 and below 1.`;
  }
  const wrong = values.find((value) => value !== null && !(Number.isFinite(value) && value > 0));
  if (wrong === undefined || wrong === null) return null;
  return `A value to be near is ${wrong}: such values are compared by their ratio, and have to be above 0.`;
}

function findTopsProblem({ truth, tops = [] }: LeaderboardOptions): string | null {
  const n = truth.filter((value) => value !== null).length;
  for (const top of tops) {
    const problem = findTopProblem(top, n);
    if (problem !== null) return problem;
  }
  return null;
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
