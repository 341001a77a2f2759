import { dot, link, text } from '@observablehq/plot';
import { drawSvg, namedRows } from './draw-svg.ts';
import { paint, type Figure } from './figure.ts';
import type { CriticalDifferenceData } from './report-page.ts';

const LINE_HEIGHT = 24;

/** Longest name that is shown whole, in characters: those of all proxies are. */
const MAX_NAME = 24;

/** The row above the proxies. */
const SCALE_NAME = 'critical difference';

/**
 * The critical-difference diagram of Demšar (JMLR 7, 2006, figure 1), with a row for each proxy: their
 * mean ranks, and bars that join those that do not differ.
 */
export function criticalDifferenceFigure(data: CriticalDifferenceData): Figure {
  const { items, criticalDifference, sets } = data;
  const rows = items.map((item, index) => ({ ...item, row: index + 1 }));
  const count = items.length;
  const bars = barsOf(rows);
  // The bars are to the right of the last rank, each in a place of its own.
  const step = Math.max(0.2, count / 24);
  const end = count + step * (bars.length + 1);
  const title = ({ name, meanRank }: (typeof rows)[number]): string =>
    `${name}\nmean rank ${meanRank.toFixed(2)}`;
  const svg = drawSvg({
    height: (count + 1) * LINE_HEIGHT + 60,
    ...namedRows([SCALE_NAME, ...items.map(({ name }) => name)], MAX_NAME),
    x: {
      type: 'linear',
      label: 'mean rank',
      domain: [1, end],
      ticks: [...items.keys()].map((index) => index + 1),
      tickFormat: (rank: number) => String(rank),
      grid: true,
      inset: 10,
    },
    marks: [
      link([criticalDifference], {
        x1: 1,
        x2: Math.min(end, 1 + criticalDifference),
        y1: 0,
        y2: 0,
        stroke: paint('second'),
        strokeWidth: 3,
        title: () => `critical difference ${criticalDifference.toFixed(2)}`,
      }),
      link(bars, {
        x1: (_, index: number) => count + step * (index + 1),
        x2: (_, index: number) => count + step * (index + 1),
        y1: 'first',
        y2: 'last',
        stroke: paint('ink'),
        strokeWidth: 4,
        title: ({ names }: Bar) => `no difference is shown between ${names.join(', ')}`,
      }),
      dot(rows, {
        x: 'meanRank',
        y: 'row',
        r: 5,
        fill: paint('first'),
        stroke: paint('surface'),
        title,
      }),
      text(rows, {
        x: 'meanRank',
        y: 'row',
        text: ({ meanRank }: (typeof rows)[number]) => meanRank.toFixed(2),
        textAnchor: 'start',
        dx: 9,
        fill: paint('ink'),
        stroke: paint('surface'),
        strokeWidth: 3,
      }),
    ],
  });
  return {
    title: 'Mean ranks and the critical difference',
    caption: `Mean ranks over ${sets} data sets; 1 is the best. Two proxies differ if their mean ranks are at least ${criticalDifference.toFixed(2)} apart, the length of the line above; a bar joins those that do not.`,
    legend: [
      { mark: 'circle', color: 'first', text: 'mean rank' },
      { mark: 'line', color: 'second', text: 'critical difference' },
      ...(bars.length === 0
        ? []
        : ([{ mark: 'line', color: 'ink', text: 'no difference shown' }] as const)),
    ],
    svg,
  };
}

/** A bar beside the rows of a group. */
interface Bar {
  readonly first: number;
  readonly last: number;
  readonly names: readonly string[];
}

function barsOf(
  rows: readonly (CriticalDifferenceData['items'][number] & { readonly row: number })[],
): Bar[] {
  const groups = new Set(rows.flatMap((row) => row.groups));
  return [...groups]
    .sort((a, b) => a - b)
    .map((group) => {
      const own = rows.filter((row) => row.groups.includes(group));
      return {
        first: Math.min(...own.map(({ row }) => row)),
        last: Math.max(...own.map(({ row }) => row)),
        names: own.map(({ name }) => name),
      };
    });
}
