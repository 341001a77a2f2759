import { dot, line, text } from '@observablehq/plot';
import { formatNumber } from '../format-number.ts';
import { axisLabel, axisScale, positionOn, scaleOptions } from '../axis-scale.ts';
import { drawSvg } from './draw-svg.ts';
import { FIGURE_WIDTH, NO_HOVER, paint, type Figure } from './figure.ts';
import { LABEL_OFFSET, placeLabels } from './place-labels.ts';
import type { CostData } from './report-page.ts';
import { shorten } from './shorten.ts';
import { describeThinning, thinPoints } from './thin-points.ts';
import { counted, shortCount, shortNumber } from './labels.ts';

const HEIGHT = 400;
const MARGIN = { top: 28, right: 16, bottom: 44, left: 60 };

/** Candidates of the front that may have their names beside them. */
const NAMED = 8;

/** Candidates from which dots are smaller. */
const CROWD = 200;

type Item = CostData['items'][number];

/** Scores against a cost, with the candidates on the front joined. */
export function costFigure({ items, scoreName, subject, unit }: CostData): Figure {
  const x = axisScale(items.map(({ cost }) => cost));
  const y = axisScale(items.map(({ score }) => score));
  const width = FIGURE_WIDTH - MARGIN.left - MARGIN.right;
  const height = HEIGHT - MARGIN.top - MARGIN.bottom;
  const placeOf = ({ cost, score }: Item): { x: number; y: number } => ({
    x: positionOn(x, cost) * width,
    y: (1 - positionOn(y, score)) * height,
  });
  const front = items.filter(({ onFront }) => onFront).sort((a, b) => a.cost - b.cost);
  const others = items.filter(({ onFront }) => !onFront);
  // A front may be as long as the list; then it is thinned as well, its ends being kept.
  const thinnedFront = thinPoints(
    front.map(placeOf),
    (index) => index === 0 || index === front.length - 1,
    MAX_FRONT,
  );
  const thinned = thinPoints(others.map(placeOf), () => false);
  const pick = (from: readonly Item[], { kept }: { kept: readonly number[] }): Item[] =>
    kept.flatMap((index) => from[index] ?? []);
  // From the best score down: that end of the front is what a search is after.
  const named = front.toReversed().slice(0, NAMED);
  const sides = placeLabels(
    named.map((item) => ({ ...placeOf(item), text: shorten(item.id) })),
    width,
    'end',
  );
  const title = ({ id, cost, score }: Item): string =>
    `${id}\n${formatNumber(cost)} ${unit}\nscore ${shortNumber(score)}`;
  const common = { x: 'cost', y: 'score', title };
  const svg = drawSvg({
    height: HEIGHT,
    marginTop: MARGIN.top,
    marginRight: MARGIN.right,
    marginBottom: MARGIN.bottom,
    marginLeft: MARGIN.left,
    x: {
      ...scaleOptions(x),
      label: axisLabel(subject === unit ? subject : `${subject}, ${unit}`, x),
      grid: true,
      tickFormat: shortCount,
    },
    y: { ...scaleOptions(y), label: axisLabel(scoreName, y), grid: true },
    marks: [
      dot(pick(others, thinned), {
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
      dot(pick(front, thinnedFront), {
        ...common,
        r: 4.5,
        fill: paint('first'),
        stroke: paint('surface'),
      }),
      ...(['start', 'end'] as const).map((side) =>
        text(
          named.filter((_, index) => sides[index] === side),
          {
            x: 'cost',
            y: 'score',
            text: ({ id }: Item) => shorten(id),
            textAnchor: side,
            dx: side === 'start' ? LABEL_OFFSET : -LABEL_OFFSET,
            // Above the front there is nothing that it could cover.
            dy: -LABEL_OFFSET,
            fill: paint('ink'),
            stroke: paint('surface'),
            strokeWidth: 4,
            ...NO_HOVER,
          },
        ),
      ),
    ],
  });
  return {
    title: `${scoreName} against ${subject}`,
    caption: [
      `${formatNumber(front.length)} of ${counted(items.length, 'candidate')} on the front: no other has a score as high with no more ${subject}.`,
      describeThinning(thinned, others.length, 'points off the front'),
      describeThinning(thinnedFront, front.length, 'points on the front'),
    ]
      .filter((sentence) => sentence !== '')
      .join(' '),
    legend: [
      { mark: 'dot', color: 'first', text: 'on the front' },
      { mark: 'dot', color: 'muted', text: 'beaten' },
    ],
    svg,
  };
}

/** Most candidates of the front that are drawn. */
const MAX_FRONT = 500;
