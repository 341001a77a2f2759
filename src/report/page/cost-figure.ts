import { dot, line } from '@observablehq/plot';
import { axisScale } from '../axis-scale.ts';
import { counted, formatNumber } from '../format-number.ts';
import { drawSvg, PLANE } from './draw-svg.ts';
import { NO_HOVER, paint, type Figure, type LegendEntry } from './figure.ts';
import { shortCount, shortNumber } from './labels.ts';
import type { CostData } from './report-page.ts';
import { CROWD, nameMarks, placeIn, planeAxis } from './scatter.ts';
import { describeThinning, thinPoints, type Place, type Thinned } from './thin-points.ts';

/** Candidates of the front that may have their names beside them. */
const NAMED = 8;

/** Most candidates of the front that are drawn. */
const MAX_FRONT = 500;

type Item = CostData['items'][number];

/** Scores against a cost, with the candidates on the front joined. */
export function costFigure({ items, scoreName, subject, unit }: CostData): Figure {
  const x = axisScale(items.map(({ cost }) => cost));
  const y = axisScale(items.map(({ score }) => score));
  const placeOf = ({ cost, score }: Item): Place => placeIn(x, y, cost, score);
  const front = items.filter(({ onFront }) => onFront).sort((a, b) => a.cost - b.cost);
  const others = items.filter(({ onFront }) => !onFront);
  // A front may be as long as the list; then it is thinned as well, its ends being kept.
  const thinnedFront = thinPoints(
    front.map(placeOf),
    (index) => index === 0 || index === front.length - 1,
    MAX_FRONT,
  );
  const thinned = thinPoints(others.map(placeOf), () => false);
  const pick = (from: readonly Item[], { kept }: Thinned): Item[] =>
    kept.flatMap((index) => from[index] ?? []);
  const [drawnFront, drawnOthers] = [pick(front, thinnedFront), pick(others, thinned)];
  const title = ({ id, cost, score }: Item): string =>
    `${id}\n${formatNumber(cost)} ${unit}\nscore ${shortNumber(score)}`;
  const common = { x: 'cost', y: 'score', title };
  const svg = drawSvg({
    ...PLANE,
    x: {
      ...planeAxis(subject === unit ? subject : `${subject}, ${unit}`, x),
      tickFormat: shortCount,
    },
    y: planeAxis(scoreName, y),
    marks: [
      dot(drawnOthers, {
        ...common,
        r: items.length > CROWD ? 2.5 : 4,
        fill: paint('muted'),
        fillOpacity: 0.7,
      }),
      line(front, {
        x: 'cost',
        y: 'score',
        curve: 'step-after',
        stroke: paint('first'),
        strokeWidth: 2,
        ...NO_HOVER,
      }),
      dot(drawnFront, {
        ...common,
        symbol: 'diamond',
        r: 4,
        fill: paint('first'),
        stroke: paint('surface'),
      }),
      // From the best score down: a search is after that end of the front.
      ...nameMarks(front.toReversed().slice(0, NAMED), [...drawnFront, ...drawnOthers], placeOf, {
        x: 'cost',
        y: 'score',
      }),
    ],
  });
  return {
    title: `${scoreName} against ${subject}`,
    caption: [
      `${formatNumber(front.length)} of ${counted(items.length, 'candidate')} on the front: no other has a score as high with no more ${subject}.`,
      ...describeThinning(thinned, others.length, 'points off the front'),
      ...describeThinning(thinnedFront, front.length, 'points on the front'),
    ].join(' '),
    legend: [
      { mark: 'diamond', color: 'first', text: 'on the front' },
      ...(others.length === 0
        ? []
        : [{ mark: 'circle', color: 'muted', text: 'beaten' } satisfies LegendEntry]),
    ],
    svg,
  };
}
