import { barX, ruleX } from '@observablehq/plot';
import { counted } from '../format-number.ts';
import { drawSvg, namedRows } from './draw-svg.ts';
import { NO_HOVER, paint, type Figure } from './figure.ts';
import { MAX_CAPACITY_BARS, type CapacityData } from './report-page.ts';
import { shortNumber } from './labels.ts';

const LINE_HEIGHT = 20;

/** The sub-modules in the order of the bars. */
const PARTS = [
  { key: 'attention', name: 'attention', color: 'first' },
  { key: 'feedForward', name: 'feed-forward', color: 'second' },
  { key: 'embedding', name: 'embedding', color: 'third' },
] as const;

/** The capacity of each sub-module of the best candidates, as stacked bars. */
export function capacityFigure(data: CapacityData): Figure {
  const { items, countsEmbedding, scoreName, total } = data;
  const drawn = items.slice(0, MAX_CAPACITY_BARS);
  const { y, ...margins } = namedRows(drawn.map(({ id }) => id));
  const parts = PARTS.filter(({ key }) => key !== 'embedding' || countsEmbedding);
  const bars = drawn.flatMap(({ id, capacity }, row) =>
    parts.map(({ key, name }) => ({ id, row, part: name, value: capacity[key] })),
  );
  type Bar = (typeof bars)[number];
  const svg = drawSvg({
    height: drawn.length * LINE_HEIGHT + 70,
    ...margins,
    x: { type: 'linear', label: 'capacity', grid: true },
    y: { ...y, padding: 0.2 },
    color: {
      type: 'categorical',
      domain: parts.map(({ name }) => name),
      range: parts.map(({ color }) => paint(color)),
    },
    marks: [
      barX(bars, {
        x: 'value',
        y: 'row',
        fill: 'part',
        // A gap, so that the parts are apart without their colours.
        insetRight: 1,
        title: ({ id, part, value }: Bar) => `${id}\n${part} ${shortNumber(value)}`,
      }),
      ruleX([0], { stroke: paint('ink'), ...NO_HOVER }),
    ],
  });
  return {
    title: 'Capacity per sub-module',
    caption: [
      drawn.length < total
        ? `The ${drawn.length === 1 ? 'best' : `best ${drawn.length}`} of ${counted(total, 'candidate')} by ${scoreName}, the best first.`
        : `${counted(total, 'candidate')}, the best by ${scoreName} first.`,
      countsEmbedding
        ? 'Sums over the weight matrices of each sub-module.'
        : 'Sums over the weight matrices of each sub-module; the embedding has no part in the score and is left out.',
    ].join(' '),
    legend: parts.map(({ name, color }) => ({ mark: 'square', color, text: name })),
    svg,
  };
}
