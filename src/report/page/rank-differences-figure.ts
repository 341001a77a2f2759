import { dot, link, rectY, ruleX } from '@observablehq/plot';
import type { ComparedItem } from '../../evaluation/compare-orders.ts';
import { counted } from '../format-number.ts';
import { drawSvg, namedRows, PLANE } from './draw-svg.ts';
import { NO_HOVER, paint, type Figure } from './figure.ts';
import type { RankDifferencesData } from './report-page.ts';
import { formatPlace, signedPlace } from './labels.ts';

/** Items up to which each has a line of its own; more are counted in bars. */
const MAX_LINES = 40;

/** About how many bars there are. */
const BARS = 24;

const LINE_HEIGHT = 20;

/** How far the places by score lie from those by truth: item by item, or counted where many. */
export function rankDifferencesFigure(data: RankDifferencesData): Figure {
  const { items, scoreName, truthName } = data;
  const total = items.reduce((sum, { difference }) => sum + Math.abs(difference), 0);
  const same = items.filter(({ difference }) => difference === 0).length;
  const mean = (total / items.length).toPrecision(3);
  return {
    title: `Rank differences of ${scoreName}`,
    caption: [
      `Place by score minus place by ${truthName}; below 0 the score takes a candidate for better than it is.`,
      `Mean distance: ${Number(mean)} places; ${formatPlace(same)} of ${counted(items.length, 'candidate')} in the same place.`,
    ].join(' '),
    ...(items.length <= MAX_LINES ? drawLines(items) : drawBars(items)),
  };
}

type Drawing = Pick<Figure, 'legend' | 'svg'>;

function drawLines(items: readonly ComparedItem[]): Drawing {
  const rows = items
    .toSorted((a, b) => a.truthPlace - b.truthPlace)
    .map((item, row) => ({ ...item, row }));
  type Row = (typeof rows)[number];
  const title = ({ id, scorePlace, truthPlace, difference }: Row): string =>
    `${id}\nplace ${formatPlace(scorePlace)} by score, ${formatPlace(truthPlace)} by truth\ndifference ${signedPlace(difference)}`;
  const svg = drawSvg({
    height: rows.length * LINE_HEIGHT + 70,
    ...namedRows(rows.map(({ id }) => id)),
    x: { type: 'linear', domain: [0.5, items.length + 0.5], label: 'place, 1 is the best' },
    marks: [
      link(rows, {
        x1: 'scorePlace',
        x2: 'truthPlace',
        y: 'row',
        stroke: paint('muted'),
        strokeWidth: 2,
        ...NO_HOVER,
      }),
      dot(rows, { x: 'scorePlace', y: 'row', r: 4.5, fill: paint('first'), title }),
      // Larger and empty, so that one stays to be seen around the other.
      dot(rows, {
        x: 'truthPlace',
        y: 'row',
        symbol: 'square',
        r: 7,
        stroke: paint('second'),
        strokeWidth: 2,
        // Its empty middle too.
        pointerEvents: 'all',
        title,
      }),
    ],
  });
  return {
    legend: [
      { mark: 'circle', color: 'first', text: 'place by score' },
      { mark: 'empty square', color: 'second', text: 'place by truth' },
    ],
    svg,
  };
}

function drawBars(items: readonly ComparedItem[]): Drawing {
  const bars = countBars(items.map(({ difference }) => difference));
  type Bar = (typeof bars)[number];
  const svg = drawSvg({
    ...PLANE,
    x: { type: 'linear', label: 'place by score − place by truth' },
    y: { type: 'linear', label: 'candidates', grid: true, nice: true },
    marks: [
      rectY(bars, {
        x1: 'from',
        x2: 'to',
        y1: 0,
        y2: 'count',
        inset: 0.5,
        fill: paint('first'),
        title: ({ from, to, count }: Bar) =>
          `from ${signedPlace(from)} to below ${signedPlace(to)}\n${counted(count, 'candidate')}`,
      }),
      ruleX([0], { stroke: paint('ink'), ...NO_HOVER }),
    ],
  });
  return { legend: [], svg };
}

/** Counts values in bars of one width, one of which has 0 in its middle. */
function countBars(values: readonly number[]): { from: number; to: number; count: number }[] {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const width = roundUp((high - low) / BARS);
  const barOf = (value: number): number => Math.floor(value / width + 0.5);
  const first = barOf(low);
  const counts = Array.from({ length: barOf(high) - first + 1 }, () => 0);
  for (const value of values) {
    const bar = barOf(value) - first;
    counts[bar] = (counts[bar] ?? 0) + 1;
  }
  return counts.map((count, bar) => ({
    from: (first + bar - 0.5) * width,
    to: (first + bar + 0.5) * width,
    count,
  }));
}

/** The next number of the form 1, 2 or 5 times a power of ten, 1 at least. */
function roundUp(value: number): number {
  if (value <= 1) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map((factor) => factor * power).find((width) => width >= value) ?? power;
}
