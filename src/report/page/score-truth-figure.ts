import { dot, line } from '@observablehq/plot';
import type { ComparedItem } from '../../evaluation/compare-orders.ts';
import { axisScale } from '../axis-scale.ts';
import { describeDirection } from '../describe-truth.ts';
import { counted } from '../format-number.ts';
import { drawSvg, PLANE } from './draw-svg.ts';
import { NO_HOVER, paint, type Figure, type LegendEntry } from './figure.ts';
import { formatPlace, shortNumber, signedPlace } from './labels.ts';
import type { ScoreTruthData } from './report-page.ts';
import { CROWD, nameMarks, placeIn, planeAxis } from './scatter.ts';
import { describeThinning, thinPoints, type Place } from './thin-points.ts';

/** Items with the largest rank differences that are marked. */
const OUTLIERS = 5;

/** Items up to which every one has its name beside it. */
const NAMED = 12;

/** Scores against the truth, the monotone curve nearest to them, and the largest outliers. */
export function scoreTruthFigure(data: ScoreTruthData): Figure {
  const { items, scoreName, truthName, direction } = data;
  const x = axisScale(items.map(({ score }) => score));
  const y = axisScale(items.map(({ truth }) => truth));
  const placeOf = ({ score, truth }: ComparedItem): Place => placeIn(x, y, score, truth);
  const outliers = outliersOf(items);
  const isOutlier = new Set(outliers);
  const thinned = thinPoints(items.map(placeOf), (index) => isOutlier.has(index));
  const pick = (indices: readonly number[]): ComparedItem[] =>
    indices.flatMap((index) => items[index] ?? []);
  const named = items.length <= NAMED ? items : pick(outliers);
  const common = { x: 'score', y: 'truth', title: describeItem, r: items.length > CROWD ? 2.5 : 4 };
  const svg = drawSvg({
    ...PLANE,
    x: planeAxis(scoreName, x),
    y: planeAxis(`${truthName}, ${describeDirection(direction)}`, y),
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
      dot(pick(outliers), {
        ...common,
        symbol: 'diamond',
        r: 4,
        fill: paint('second'),
        stroke: paint('surface'),
      }),
      ...nameMarks(named, pick(thinned.kept), placeOf, { x: 'score', y: 'truth' }),
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
      ...describeThinning(thinned, items.length),
    ].join(' '),
    legend: [
      { mark: 'circle', color: 'first', text: 'candidate' },
      ...(outliers.length === 0 ? [] : [OUTLIER]),
      { mark: 'line', color: 'ink', text: 'monotone fit' },
    ],
    svg,
  };
}

const OUTLIER: LegendEntry = {
  mark: 'diamond',
  color: 'second',
  text: 'one of the largest rank differences',
};

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
