import { dot, ruleX } from '@observablehq/plot';
import { axisScale } from '../axis-scale.ts';
import { counted, formatNumber } from '../format-number.ts';
import { drawSvg, PLANE } from './draw-svg.ts';
import { NO_HOVER, paint, type Figure } from './figure.ts';
import { shortNumber } from './labels.ts';
import type { PredictionData } from './report-page.ts';
import { CROWD, nameMarks, placeIn, planeAxis } from './scatter.ts';
import { describeThinning, thinPoints, type Place } from './thin-points.ts';

/** Candidates, the best by prediction, that may have their names beside them. */
const NAMED = 5;

/** Most labels that are drawn whatever lies over them. */
const MAX_LABELS = 500;

type Item = PredictionData['items'][number];

/** Predicted qualities with their standard deviations against the prior, the labels marked. */
export function predictionFigure({ items, priorName, qualityName }: PredictionData): Figure {
  const x = axisScale(items.map(({ prior }) => prior));
  const y = axisScale(
    items.flatMap(({ mean, standardDeviation: spread }) => [mean - spread, mean + spread]),
  );
  const placeOf = ({ prior, mean }: Item): Place => placeIn(x, y, prior, mean);
  const labelled = items.filter(({ label }) => label !== null);
  const others = items.filter(({ label }) => label === null);
  const thinnedLabels = thinPoints(labelled.map(placeOf), () => false, MAX_LABELS);
  const thinned = thinPoints(others.map(placeOf), () => false);
  const drawnLabels = thinnedLabels.kept.flatMap((index) => labelled[index] ?? []);
  const drawnOthers = thinned.kept.flatMap((index) => others[index] ?? []);
  const drawn = [...drawnOthers, ...drawnLabels];
  const common = { x: 'prior', y: 'mean', title: describeItem, r: items.length > CROWD ? 2.5 : 4 };
  const spread = (own: readonly Item[], color: 'first' | 'muted') =>
    ruleX(own, {
      x: 'prior',
      y1: ({ mean, standardDeviation }: Item) => mean - standardDeviation,
      y2: ({ mean, standardDeviation }: Item) => mean + standardDeviation,
      stroke: paint(color),
      strokeOpacity: items.length > CROWD ? 0.25 : 0.6,
      ...NO_HOVER,
    });
  const best = items.toSorted((a, b) => b.mean - a.mean).slice(0, NAMED);
  const svg = drawSvg({
    ...PLANE,
    x: planeAxis(priorName, x),
    y: planeAxis('predicted quality, as a normal score', y),
    marks: [
      spread(drawnOthers, 'first'),
      spread(drawnLabels, 'muted'),
      dot(drawnOthers, {
        ...common,
        fill: paint('first'),
        fillOpacity: items.length > CROWD ? 0.55 : 0.9,
      }),
      dot(drawnLabels, {
        ...common,
        symbol: 'diamond',
        r: 4,
        fill: paint('second'),
        stroke: paint('surface'),
      }),
      ...nameMarks(best, [...drawn, ...drawn.flatMap(endsOf)], placeOf, { x: 'prior', y: 'mean' }),
    ],
  });
  return {
    title: 'Predicted quality against the prior',
    caption: [
      `${counted(items.length, 'candidate')}, ${formatNumber(labelled.length)} of them with a label (${qualityName}).`,
      'A line reaches one standard deviation up and down; 0 is the middle of the labels, higher is better.',
      ...describeThinning(thinned, others.length, 'points without a label'),
      ...describeThinning(thinnedLabels, labelled.length, 'points with a label'),
    ].join(' '),
    legend: [
      { mark: 'circle', color: 'first', text: 'predicted' },
      ...(labelled.length === 0
        ? []
        : [{ mark: 'diamond', color: 'second', text: 'labelled' } as const]),
      { mark: 'line', color: 'first', text: 'mean ± standard deviation' },
    ],
    svg,
  };
}

/** The ends of the line of an item, as items. */
function endsOf(item: Item): Item[] {
  return [-1, 1].map((sign) => ({ ...item, mean: item.mean + sign * item.standardDeviation }));
}

function describeItem({ id, prior, mean, standardDeviation, label }: Item): string {
  return [
    id,
    `predicted ${shortNumber(mean)} ± ${shortNumber(standardDeviation)}`,
    `prior ${shortNumber(prior)}`,
    ...(label === null ? [] : [`label ${shortNumber(label)}`]),
  ].join('\n');
}
