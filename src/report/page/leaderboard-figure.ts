import { dot, link, ruleX, text } from '@observablehq/plot';
import { formatInterval } from '../format-number.ts';
import { drawSvg, namedRows } from './draw-svg.ts';
import { paint, type Color, type Figure, type LegendEntry, type LegendMark } from './figure.ts';
import type { LeaderboardData, LeaderboardFigureRow } from './report-page.ts';

const LINE_HEIGHT = 28;

/** Width of the verdicts at the right, in pixels. */
const VERDICT_WIDTH = 84;

/** Longest name that is shown whole, in characters: those of all proxies are. */
const MAX_NAME = 24;

type Verdict = NonNullable<LeaderboardFigureRow['verdict']>;

/** How the dot of a row is drawn: by its verdict, or as that of the baseline. */
const MARKS: Readonly<Record<Verdict | 'baseline', VerdictMark>> = {
  better: { color: 'first', symbol: 'triangle', rotate: 0, mark: 'triangle up' },
  'not shown': { color: 'muted', symbol: 'circle', rotate: 0, mark: 'circle' },
  worse: { color: 'second', symbol: 'triangle', rotate: 180, mark: 'triangle down' },
  baseline: { color: 'ink', symbol: 'square', rotate: 0, mark: 'square' },
};

interface VerdictMark {
  readonly color: Color;
  readonly symbol: 'circle' | 'square' | 'triangle';
  /** In degrees. */
  readonly rotate: number;
  readonly mark: LegendMark;
}

const markOf = ({ verdict }: Pick<LeaderboardFigureRow, 'verdict'>): VerdictMark =>
  MARKS[verdict ?? 'baseline'];

/** The correlation of every proxy with its interval, and its comparison with the baseline. */
export function leaderboardFigure(data: LeaderboardData): Figure {
  const { correlationName, baseline, noiseCeiling } = data;
  const rows = data.rows.map((row, index) => ({ ...row, index }));
  const known = rows.flatMap(({ correlation, ...row }) =>
    correlation === null ? [] : [{ ...row, ...correlation }],
  );
  type Known = (typeof known)[number];
  const title = ({ name, value, ci95, verdict }: Known): string =>
    [
      name,
      `${correlationName} ${value.toFixed(3)}`,
      ci95 === null ? 'no interval' : `95 % interval ${formatInterval(ci95)}`,
      ...(verdict === null || baseline === null ? [] : [`against ${baseline}: ${verdict}`]),
    ].join('\n');
  const words = {
    y: 'index',
    frameAnchor: 'right',
    fill: paint('ink'),
    stroke: paint('surface'),
    strokeWidth: 3,
  } as const;
  const svg = drawSvg({
    height: rows.length * LINE_HEIGHT + 60,
    ...namedRows(
      rows.map(({ name }) => name),
      MAX_NAME,
    ),
    marginRight: VERDICT_WIDTH,
    x: { type: 'linear', label: correlationName, grid: true, nice: true, inset: 10 },
    marks: [
      ruleX(
        known.filter(({ name }) => name === baseline),
        { x: 'value', stroke: paint('muted'), strokeDasharray: '4 3' },
      ),
      ruleX(noiseCeiling === null ? [] : [noiseCeiling], {
        x: 'value',
        stroke: paint('third'),
        strokeWidth: 2,
        title: () => describeCeiling(noiseCeiling),
      }),
      link(
        known.filter(({ ci95 }) => ci95 !== null),
        {
          x1: ({ ci95 }: Known) => ci95?.[0],
          x2: ({ ci95 }: Known) => ci95?.[1],
          y: 'index',
          stroke: (row: Known) => paint(markOf(row).color),
          strokeWidth: 2.5,
          title,
        },
      ),
      ...Object.values(MARKS).map(({ color, symbol, rotate, mark }) =>
        dot(
          known.filter((row) => markOf(row).mark === mark),
          {
            x: 'value',
            y: 'index',
            r: 5,
            symbol,
            rotate,
            fill: paint(color),
            stroke: paint('surface'),
            title,
          },
        ),
      ),
      text(
        rows.filter(({ correlation }) => correlation !== null),
        { ...words, text: describeVerdict, textAnchor: 'start', dx: 12 },
      ),
      // Inside, where there is no dot and so more space.
      text(
        rows.filter(({ correlation }) => correlation === null),
        { ...words, text: () => 'no correlation', textAnchor: 'end', dx: -4 },
      ),
    ],
  });
  const better = rows.filter(({ verdict }) => verdict === 'better').length;
  const others = rows.filter(({ name }) => name !== baseline).length;
  return {
    title: `${correlationName} of the proxies`,
    caption: [
      'Marks are the values, lines their 95 % intervals.',
      describeHighest(known),
      ...(baseline === null
        ? []
        : [
            `The dashed line is the baseline, ${baseline}; beside each proxy is the verdict by the paired interval of its difference: ${better} of ${others} better.`,
          ]),
      describeCeiling(noiseCeiling),
    ]
      .filter((sentence) => sentence !== '')
      .join(' '),
    legend: [
      ...(baseline === null ? [] : legendOf(baseline)),
      ...(noiseCeiling === null
        ? []
        : ([{ mark: 'line', color: 'third', text: 'noise ceiling' }] as const)),
    ],
    svg,
  };

  function describeVerdict({ name, verdict }: LeaderboardFigureRow): string {
    return verdict ?? (name === baseline ? 'baseline' : '');
  }
}

function legendOf(baseline: string): LegendEntry[] {
  return [
    ...(['better', 'not shown', 'worse'] as const).map((verdict): LegendEntry => ({
      mark: MARKS[verdict].mark,
      color: MARKS[verdict].color,
      text: verdict,
    })),
    { mark: 'square', color: 'ink', text: `baseline, ${baseline}` },
  ];
}

function describeCeiling(ceiling: LeaderboardData['noiseCeiling']): string {
  if (ceiling === null) return '';
  const { value, ci95 } = ceiling;
  const interval =
    ci95 === null ? 'its interval is not known' : `95 % interval ${formatInterval(ci95)}`;
  return `The noise ceiling, which a proxy would reach that knew the true quality, is ${value.toFixed(3)}; ${interval}.`;
}

function describeHighest(
  known: readonly { readonly name: string; readonly value: number }[],
): string {
  const highest = Math.max(...known.map(({ value }) => value));
  const [best, ...others] = known.filter(({ value }) => value === highest);
  if (best === undefined) return '';
  const names = others.length === 0 ? best.name : `${others.length + 1} proxies`;
  return `Highest: ${names}, ${highest.toFixed(3)}.`;
}
