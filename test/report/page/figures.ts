import { compareOrders } from '../../../src/evaluation/compare-orders.ts';
import type { TruthDirection } from '../../../src/evaluation/evaluate-scores.ts';
import { paretoFront } from '../../../src/evaluation/pareto-front.ts';
import type {
  AlphaData,
  FigureData,
  LeaderboardData,
  ReportPage,
  SearchProgressData,
} from '../../../src/report/page/report-page.ts';

/** An id that would break out of a page that is put together carelessly. */
export const HOSTILE = `</title></svg><script>document.title='x'</script>'"&amp;\u202e`;

interface Point {
  readonly id: string;
  readonly score: number;
  readonly truth: number;
  readonly cost: number;
}

/** Candidates on a curve with steps off it that repeat; the first has a hostile id. */
export function pointsOf(count: number): Point[] {
  return Array.from({ length: count }, (_, index) => ({
    id: index === 0 ? HOSTILE : `config_${index}`,
    score: 1 + index / count + ((index * 7919) % 101) / 200,
    truth: 60 + (20 * index) / count + ((index * 104729) % 103) / 50,
    cost: 1_000_000 + 1000 * index + ((index * 15485863) % 997) * 50,
  }));
}

export function scoreTruthOf(
  points: readonly Point[],
  direction: TruthDirection = 'higher-is-better',
): FigureData {
  const items = compareOrders(points, direction);
  return { kind: 'score-truth', scoreName: 'score', truthName: 'glue', direction, items };
}

export function rankDifferencesOf(points: readonly Point[]): FigureData {
  const items = compareOrders(points, 'higher-is-better');
  return { kind: 'rank-differences', scoreName: 'score', truthName: 'glue', items };
}

export function costOf(points: readonly Point[]): FigureData {
  const front = paretoFront(points);
  return {
    kind: 'cost',
    scoreName: 'score',
    subject: 'memory',
    unit: 'bytes',
    items: points.map((point, index) => ({ ...point, onFront: front[index] === true })),
  };
}

export function predictionOf(points: readonly Point[]): FigureData {
  return {
    kind: 'prediction',
    priorName: 'prior: depth, standardized',
    qualityName: 'glue',
    items: points.map(({ id, score, truth }, index) => ({
      id,
      prior: score - 1.5,
      mean: (truth - 70) / 10,
      standardDeviation: 0.2 + (index % 5) / 10,
      label: index % 10 === 0 ? truth : null,
    })),
  };
}

export function capacitiesOf(points: readonly Point[], countsEmbedding = true): FigureData {
  return {
    kind: 'capacities',
    countsEmbedding,
    scoreName: 'score',
    total: points.length,
    items: points.map(({ id, score }) => ({
      id,
      capacity: { attention: score, feedForward: 2 * score, embedding: 0.5 },
    })),
  };
}

export const LEAGUE: LeaderboardData = {
  kind: 'leaderboard',
  correlationName: "Kendall's tau-b",
  baseline: 'params',
  noiseCeiling: { value: 0.9, ci95: [0.85, 0.95] },
  rows: [
    { name: 'zerolm', correlation: { value: 0.64, ci95: [0.61, 0.67] }, verdict: 'better' },
    { name: 'params', correlation: { value: 0.48, ci95: [0.44, 0.52] }, verdict: null },
    { name: 'depth', correlation: { value: 0.47, ci95: [0.4, 0.5] }, verdict: 'not shown' },
    { name: HOSTILE, correlation: { value: 0.3, ci95: null }, verdict: 'worse' },
    { name: 'constant', correlation: null, verdict: 'not shown' },
  ],
};

export const ALPHA: AlphaData = {
  kind: 'alpha',
  chosen: 0.7,
  items: Array.from({ length: 31 }, (_, index) => {
    const alpha = (index - 15) / 10;
    const known = index !== 4;
    return {
      alpha,
      kendallTauB: known ? 0.6 - 0.2 * (alpha - 0.7) ** 2 : null,
      spearman: known ? 0.8 - 0.2 * (alpha - 0.7) ** 2 : null,
    };
  }),
};

/** A search of fifty steps, with a random search that ends early. */
export const PROGRESS: SearchProgressData = {
  kind: 'search-progress',
  measure: 'hypervolume',
  optimum: 1000,
  items: Array.from({ length: 50 }, (_, index) => ({
    evaluations: 20 * (index + 1),
    value: index < 2 ? null : 990 - 600 / index,
    random: index < 4 || index > 35 ? null : 700 - 600 / index,
  })),
};

export function pageOf(...figures: FigureData[]): ReportPage {
  return {
    title: 'zerolm rank',
    inputs: ['a & <b>.json'],
    lead: ['The ranking', HOSTILE],
    warnings: [HOSTILE],
    document: {
      schemaVersion: 1,
      tool: { name: 'zerolm', version: '0.0.0' },
      settings: { mode: 'expected', truth: { column: HOSTILE }, budgets: [1, 2] },
    },
    sheets: [
      {
        title: 'The ranking\nsecond line',
        columns: [
          { key: 'id', title: 'id' },
          { key: 'score', title: 'score' },
          { key: 'other', title: 'more', dataOnly: true },
        ],
        rows: [
          [HOSTILE, 1.5, 3],
          ['b', null, 4],
        ],
      },
    ],
    figures,
  };
}
