import { dot, line, ruleX, text } from '@observablehq/plot';
import { drawSvg } from './draw-svg.ts';
import { paint, type Figure } from './figure.ts';
import type { AlphaData } from './report-page.ts';
import { shortNumber } from './words.ts';

const HEIGHT = 400;

/** The correlations that are drawn, by the names of their values. */
const CURVES = [
  { key: 'kendallTauB', name: "Kendall's tau-b", color: 'first' },
  { key: 'spearman', name: "Spearman's rho", color: 'second' },
] as const;

/** How the correlations depend on alpha, with the chosen one marked. */
export function alphaFigure({ items, chosen }: AlphaData): Figure {
  const alphas = typeof chosen === 'number' ? [chosen] : [];
  const curves = CURVES.map((curve) => {
    const points = items.map((item) => ({ alpha: item.alpha, value: item[curve.key] }));
    const known = points.flatMap(({ alpha, value }) => (value === null ? [] : [{ alpha, value }]));
    const [best] = known.toSorted((a, b) => b.value - a.value);
    return { ...curve, points, known, best };
  });
  type Known = (typeof curves)[number]['known'][number];
  const svg = drawSvg({
    height: HEIGHT,
    marginTop: 28,
    marginRight: 20,
    marginBottom: 44,
    marginLeft: 60,
    x: { type: 'linear', label: 'alpha', grid: true },
    y: { type: 'linear', label: 'correlation', grid: true, nice: true },
    marks: [
      ruleX(alphas, { stroke: paint('ink'), strokeDasharray: '4 3' }),
      text(alphas, {
        x: (alpha: number) => alpha,
        text: (alpha: number) => `chosen: ${shortNumber(alpha)}`,
        frameAnchor: 'top',
        lineAnchor: 'bottom',
        dy: -8,
        fill: paint('ink'),
      }),
      // A value that is missing leaves a gap.
      ...curves.map(({ points, color }) =>
        line(points, { x: 'alpha', y: 'value', stroke: paint(color), strokeWidth: 2 }),
      ),
      ...curves.map(({ known, color, name }) =>
        dot(known, {
          x: 'alpha',
          y: 'value',
          r: 3.5,
          fill: paint(color),
          title: ({ alpha, value }: Known) =>
            `alpha ${shortNumber(alpha)}\n${name} ${value.toFixed(3)}`,
        }),
      ),
    ],
  });
  return {
    title: 'Sensitivity of alpha',
    caption: [
      'score = alpha × attention + (1 − alpha) × feed-forward.',
      ...curves.flatMap(({ name, best }) =>
        best === undefined
          ? []
          : [`${name} is highest at alpha ${shortNumber(best.alpha)}: ${best.value.toFixed(3)}.`],
      ),
      ...describeChosen(chosen),
    ].join(' '),
    legend: CURVES.map(({ color, name }) => ({ mark: 'line', color, text: name })),
    svg,
  };
}

function describeChosen(chosen: AlphaData['chosen']): string[] {
  if (chosen === null) return [];
  if (typeof chosen === 'number') return [`Chosen: ${shortNumber(chosen)}.`];
  const { attention, feedForward, embedding } = chosen;
  return [
    `Chosen were three coefficients, which have no place on this axis: attention ${shortNumber(attention)}, feed-forward ${shortNumber(feedForward)}, embedding ${shortNumber(embedding)}.`,
  ];
}
