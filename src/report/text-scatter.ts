import type { TruthDirection } from '../evaluation/truth-direction.ts';
import { axisLabel, axisScale, positionOn, type AxisScale } from './axis-scale.ts';
import { describeDirection } from './describe-truth.ts';
import { textWidth, wrapText } from './text-width.ts';

/** What a scatter in a terminal is drawn of. */
export interface TextScatterOptions {
  /** Every number finite. */
  readonly points: readonly { readonly x: number; readonly y: number }[];
  readonly xLabel: string;
  readonly yLabel: string;
  /** Columns of the terminal; 80 if absent. */
  readonly width?: number;
}

/** Columns of a terminal, and those at its right edge that stay empty. */
const WIDTH = 80;
const RIGHT = 2;

/** Rows of the plane, in characters. */
const ROWS = 16;

/** Dots of a braille character across and down. */
const ACROSS = 2;
const DOWN = 4;

/** The character without a dot; each bit of its code sets one. */
const BLANK = 0x2800;

/** The bit of each dot, row by row: Unicode 15, chapter 21, "Braille". */
const BITS = [0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80] as const;

/**
 * A scatter of points as text that fits a terminal, with a newline at its end: braille dots, 2 x 4
 * in a character, in one colour; the ends and the middle of both axes have their values. An axis on
 * which values above 0 span a factor of 30 is logarithmic and says so. No text where there is no
 * point.
 *
 * No library is used: those of the registry either mark one point a character and write labels over
 * one another where there are hundreds, or draw lines alone.
 */
export function textScatter(options: TextScatterOptions): string {
  const { points, xLabel, yLabel, width = WIDTH } = options;
  if (points.length === 0) return '';
  const whole = width - RIGHT;
  const x = axisScale(points.map((point) => point.x));
  const y = axisScale(points.map((point) => point.y));
  const yTicks = ticksOf(y);
  const margin = Math.max(...yTicks.map(({ length }) => length));
  const columns = whole - margin - 2;
  const cells = Array.from({ length: ROWS }, () => Array.from({ length: columns }, () => BLANK));
  for (const point of points) {
    const across = Math.floor(positionOn(x, point.x) * columns * ACROSS);
    const down = Math.floor((1 - positionOn(y, point.y)) * ROWS * DOWN);
    const row = cells[Math.floor(down / DOWN)];
    const column = Math.floor(across / ACROSS);
    const before = row?.[column];
    if (row === undefined || before === undefined) continue;
    row[column] = before | (BITS[(down % DOWN) * ACROSS + (across % ACROSS)] ?? 0);
  }
  const tickRows = new Map([
    [0, yTicks[2]],
    [ROWS / 2, yTicks[1]],
    [ROWS - 1, yTicks[0]],
  ]);
  const body = cells.map((row, index) => {
    const tick = tickRows.get(index);
    const plane = row.map((code) => String.fromCharCode(code)).join('');
    return `${(tick ?? '').padStart(margin)} ${tick === undefined ? '│' : '┤'}${plane}`;
  });
  const indent = ' '.repeat(margin + 2);
  return [
    ...wrapText(axisLabel(yLabel, y), whole),
    ...body,
    `${' '.repeat(margin + 1)}└${'─'.repeat(columns)}`,
    indent + spread(ticksOf(x), columns),
    ...wrapText(axisLabel(xLabel, x), columns).map((line) => indent + center(line, columns)),
  ]
    .map((line) => `${line.replace(/[ \u2800]+$/, '')}\n`)
    .join('');
}

/** The values at the low end, the middle and the high end of an axis, as texts. */
function ticksOf({ type, domain: [low, high] }: AxisScale): [string, string, string] {
  const middle = type === 'log' ? Math.sqrt(low) * Math.sqrt(high) : low / 2 + high / 2;
  const short = (value: number): string => String(Number(value.toPrecision(4)));
  return [short(low), short(middle), short(high)];
}

/** Three texts over a width: at its left end, in its middle, at its right end. */
function spread([left, middle, right]: [string, string, string], width: number): string {
  const start = Math.floor((width - middle.length) / 2);
  return (left.padEnd(start) + middle).padEnd(width - right.length) + right;
}

function center(text: string, width: number): string {
  return ' '.repeat(Math.max(0, Math.floor((width - textWidth(text)) / 2))) + text;
}

/** Scores and a measured quality, to be plotted as text. */
export interface ScorePlot {
  /** What the score is called, as `score` or the name of a proxy. */
  readonly scoreName: string;
  readonly truthName: string;
  readonly direction: TruthDirection;
  readonly items: readonly { readonly score: number; readonly truth: number }[];
}

/**
 * The plot as text, with an empty line before it.
 *
 * @param width columns of the terminal; 80 if absent
 */
export function renderPlot(plot: ScorePlot, width?: number): string {
  const { scoreName, truthName, direction, items } = plot;
  const drawn = textScatter({
    points: items.map(({ score, truth }) => ({ x: score, y: truth })),
    xLabel: scoreName,
    yLabel: `${truthName}, ${describeDirection(direction)}`,
    ...(width !== undefined && { width }),
  });
  return `\n${drawn}`;
}
