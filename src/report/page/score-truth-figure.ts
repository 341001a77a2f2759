import { dot, line, text } from '@observablehq/plot';
import type { ComparedItem } from '../../evaluation/compare-orders.ts';
import { axisLabel, axisScale, positionOn, scaleOptions } from '../axis-scale.ts';
import { drawSvg } from './draw-svg.ts';
import { FIGURE_WIDTH, NO_HOVER, paint, type Figure } from './figure.ts';
import { LABEL_OFFSET, placeLabels } from './place-labels.ts';
import type { ScoreTruthData } from './report-page.ts';
import { shorten } from './shorten.ts';
import { describeThinning, thinPoints } from './thin-points.ts';
import { counted, describeDirection, formatPlace, shortNumber, signedPlace } from './labels.ts';

const HEIGHT = 400;
const MARGIN = { top: 28, right: 16, bottom: 44, left: 60 };

/** Items with the largest rank differences that are marked. */
const OUTLIERS = 5;

/** Items up to which every one has its name beside it. */
const NAMED = 12;

/** Items from which dots are smaller, and see-through where they lie on each other. */
const CROWD = 200;

/** Scores against the truth, the monotone curve nearest to them, and the largest outliers. */
export function scoreTruthFigure(data: ScoreTruthData): Figure {
  const { items, scoreName, truthName, direction } = data;
  const x = axisScale(items.map(({ score }) => score));
  const y = axisScale(items.map(({ truth }) => truth));
  const width = FIGURE_WIDTH - MARGIN.left - MARGIN.right;
  const height = HEIGHT - MARGIN.top - MARGIN.bottom;
  const places = items.map(({ score, truth }) => ({
    x: positionOn(x, score) * width,
    y: (1 - positionOn(y, truth)) * height,
  }));
  const outliers = outliersOf(items);
  const isOutlier = new Set(outliers);
  const thinned = thinPoints(places, (index) => isOutlier.has(index));
  const pick = (indices: readonly number[]): ComparedItem[] =>
    indices.flatMap((index) => items[index] ?? []);
  const named = items.length <= NAMED ? [...items.keys()] : outliers;
  const sides = placeLabels(
    named.map((index) => ({
      ...(places[index] ?? { x: 0, y: 0 }),
      text: shorten(items[index]?.id ?? ''),
    })),
    width,
  );
  const common = { x: 'score', y: 'truth', title: describeItem, r: items.length > CROWD ? 2.5 : 4 };
  const svg = drawSvg({
    height: HEIGHT,
    marginTop: MARGIN.top,
    marginRight: MARGIN.right,
    marginBottom: MARGIN.bottom,
    marginLeft: MARGIN.left,
    x: { ...scaleOptions(x), label: axisLabel(scoreName, x), grid: true },
    y: {
      ...scaleOptions(y),
      label: axisLabel(`${truthName}, ${describeDirection(direction)}`, y),
      grid: true,
    },
    marks: [
      dot(pick(thinned.kept.filter((index) => !isOutlier.has(index))), {
        ...common,
        fill: paint('first'),
        fillOpacity: items.length > CROWD ? 0.55 : 0.9,
      }),
      line(cornersOf(items), {
        x: 'score',
        y: 'fitted',
        ...NO_HOVER,
        stroke: paint('ink'),
        strokeWidth: 1.75,
      }),
      dot(pick(outliers), { ...common, r: 4.5, fill: paint('second'), stroke: paint('surface') }),
      ...(['start', 'end'] as const).map((side) =>
        text(pick(named.filter((_, index) => sides[index] === side)), {
          x: 'score',
          y: 'truth',
          text: ({ id }: ComparedItem) => shorten(id),
          textAnchor: side,
          dx: side === 'start' ? LABEL_OFFSET : -LABEL_OFFSET,
          fill: paint('ink'),
          stroke: paint('surface'),
          strokeWidth: 4,
          ...NO_HOVER,
        }),
      ),
    ],
  });
  const [worst] = pick(outliers);
  return {
    title: `${scoreName} against ${truthName}`,
    caption: [
      `${counted(items.length, 'candidate')}; ${truthName}: ${describeDirection(direction)}.`,
      `The line is the ${direction === 'lower-is-better' ? 'falling' : 'rising'} curve nearest to all points.`,
      worst === undefined
        ? 'Both orders are the same.'
        : `Largest rank difference: ${worst.id}, place ${formatPlace(worst.scorePlace)} by score and ${formatPlace(worst.truthPlace)} by truth.`,
      describeThinning(thinned, items.length),
    ]
      .filter((sentence) => sentence !== '')
      .join(' '),
    legend: [
      { mark: 'dot', color: 'first', text: 'candidate' },
      ...(outliers.length === 0
        ? []
        : ([
            { mark: 'dot', color: 'second', text: 'one of the largest rank differences' },
          ] as const)),
      { mark: 'line', color: 'ink', text: 'monotone fit' },
    ],
    svg,
  };
}

/** The items with the largest rank differences, the largest first, as indices. */
function outliersOf(items: readonly ComparedItem[]): number[] {
  const sizeAt = (index: number): number => Math.abs(items[index]?.difference ?? 0);
  return [...items.keys()]
    .filter((index) => sizeAt(index) > 0)
    .sort((a, b) => sizeAt(b) - sizeAt(a) || a - b)
    .slice(0, OUTLIERS);
}

/** The points of the fitted curve between which it is straight. */
function cornersOf(items: readonly ComparedItem[]): ComparedItem[] {
  const sorted = items.toSorted((a, b) => a.score - b.score);
  return sorted.filter(
    ({ fitted }, index) =>
      sorted[index - 1]?.fitted !== fitted || sorted[index + 1]?.fitted !== fitted,
  );
}

function describeItem(item: ComparedItem): string {
  return [
    item.id,
    `score ${shortNumber(item.score)}, place ${formatPlace(item.scorePlace)}`,
    `truth ${shortNumber(item.truth)}, place ${formatPlace(item.truthPlace)}`,
    `difference ${signedPlace(item.difference)}`,
  ].join('\n');
}
