import { dot, line, ruleY } from '@observablehq/plot';
import { axisScale, type AxisScale } from '../axis-scale.ts';
import { counted, formatNumber } from '../format-number.ts';
import { drawSvg, PLANE } from './draw-svg.ts';
import { NO_HOVER, paint, type Figure, type LegendEntry } from './figure.ts';
import { shortCount, shortNumber } from './labels.ts';
import type { SearchProgressData } from './report-page.ts';
import { planeAxis } from './scatter.ts';

/** A value of one of the curves. */
interface Point {
  readonly evaluations: number;
  readonly value: number;
}

/** What a search has found after so many evaluations, beside a random search and the optimum. */
export function searchProgressFigure({ measure, items, optimum }: SearchProgressData): Figure {
  const curveOf = (of: (item: SearchProgressData['items'][number]) => number | null): Point[] =>
    items.flatMap((item) => {
      const value = of(item);
      return value === null ? [] : [{ evaluations: item.evaluations, value }];
    });
  const own = curveOf(({ value }) => value);
  const random = curveOf(({ random }) => random);
  const best = optimum === null ? [] : [optimum];
  const x = axisScale([0, ...items.map(({ evaluations }) => evaluations)]);
  const y = axisScale([
    ...own.map(({ value }) => value),
    ...random.map(({ value }) => value),
    ...best,
  ]);
  const titleOf =
    (name: string) =>
    ({ evaluations, value }: Point): string =>
      `${name}\n${counted(evaluations, 'evaluation')}\n${measure} ${shortNumber(value)}`;
  const channels = { x: 'evaluations', y: 'value' };
  const curve = { ...channels, strokeWidth: 2, ...NO_HOVER };
  const svg = drawSvg({
    ...PLANE,
    x: { ...planeAxis('candidates evaluated', x), tickFormat: shortCount },
    y: { ...planeAxis(measure, y), ...(isLarge(y) && { tickFormat: shortCount }) },
    marks: [
      ruleY(best, { stroke: paint('ink'), strokeDasharray: '4 3', ...NO_HOVER }),
      line(random, { ...curve, stroke: paint('muted') }),
      dot(random, { ...channels, title: titleOf('random search'), r: 3, fill: paint('muted') }),
      line(own, { ...curve, stroke: paint('first') }),
      dot(own, {
        ...channels,
        title: titleOf('evolution'),
        symbol: 'diamond',
        r: 3,
        fill: paint('first'),
      }),
    ],
  });
  const last = own.at(-1);
  const lastRandom = random.at(-1);
  return {
    title: `${measure[0]?.toUpperCase() ?? ''}${measure.slice(1)} over evaluations`,
    caption: [
      ...(last === undefined
        ? []
        : [
            `Evolution: ${formatNumber(last.value)} after ${counted(last.evaluations, 'candidate')}.`,
          ]),
      ...(lastRandom === undefined
        ? []
        : [
            `Random search: ${formatNumber(lastRandom.value)} after ${counted(lastRandom.evaluations, 'candidate')}.`,
          ]),
      ...(optimum === null ? [] : [`The dashed line is the optimum, ${formatNumber(optimum)}.`]),
    ].join(' '),
    legend: [
      { mark: 'diamond', color: 'first', text: 'evolution' },
      ...(random.length === 0
        ? []
        : [{ mark: 'circle', color: 'muted', text: 'random search' } satisfies LegendEntry]),
      ...(optimum === null
        ? []
        : [{ mark: 'dashes', color: 'ink', text: 'optimum' } satisfies LegendEntry]),
    ],
    svg,
  };
}

/** Whether the numbers of an axis are too long for its margin, and three digits tell them apart. */
function isLarge({ domain: [low, high] }: AxisScale): boolean {
  return high >= 1e5 && high - low >= high / 50;
}
