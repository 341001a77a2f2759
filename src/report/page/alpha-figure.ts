import { dot, line, ruleX, text } from '@observablehq/plot';
import { drawSvg, PLANE } from './draw-svg.ts';
import { NO_HOVER, paint, type Figure } from './figure.ts';
import type { AlphaData } from './report-page.ts';
import { shortNumber } from './labels.ts';

/** The correlations that are drawn, by the names of their values. */
const CURVES = [
  { key: 'kendallTauB', name: "Kendall's tau-b", color: 'first', mark: 'circle' },
  { key: 'spearman', name: "Spearman's rho", color: 'second', mark: 'square' },
] as const;

/** How the correlations depend on alpha, with the chosen one marked. */
export function alphaFigure({ items, chosen, used = null }: AlphaData): Figure {
  const [state, alpha] = chosen === null ? ['in use', used] : ['chosen', chosen];
  const marked = typeof alpha === 'number' ? [alpha] : [];
  const curves = CURVES.map((curve) => {
    const points = items.map((item) => ({ alpha: item.alpha, value: item[curve.key] }));
    const known = points.flatMap(({ alpha, value }) => (value === null ? [] : [{ alpha, value }]));
    const [best] = known.toSorted((a, b) => b.value - a.value);
    return { ...curve, points, known, best };
  });
  type Known = (typeof curves)[number]['known'][number];
  const svg = drawSvg({
    ...PLANE,
    marginRight: 20,
    x: { type: 'linear', label: 'alpha', grid: true },
    y: { type: 'linear', label: 'correlation', grid: true, nice: true },
    marks: [
      ruleX(marked, { stroke: paint('ink'), strokeDasharray: '4 3', ...NO_HOVER }),
      text(marked, {
        x: (at: number) => at,
        text: (at: number) => `${state}: ${shortNumber(at)}`,
        frameAnchor: 'top',
        lineAnchor: 'bottom',
        dy: -8,
        fill: paint('ink'),
        ...NO_HOVER,
      }),
      // A value that is missing leaves a gap.
      ...curves.map(({ points, color }) =>
        line(points, { x: 'alpha', y: 'value', stroke: paint(color), strokeWidth: 2, ...NO_HOVER }),
      ),
      ...curves.map(({ known, color, name, mark }) =>
        dot(known, {
          x: 'alpha',
          y: 'value',
          symbol: mark,
          r: 3.5,
          fill: paint(color),
          title: ({ alpha: at, value }: Known) =>
            `alpha ${shortNumber(at)}\n${name} ${value.toFixed(3)}`,
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
      ...(chosen === null && used !== null
        ? [
            `In use: ${shortNumber(used)}. The highest is found on these very qualities, and flatters itself.`,
          ]
        : []),
    ].join(' '),
    legend: CURVES.map(({ color, name, mark }) => ({ mark, color, text: name })),
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
