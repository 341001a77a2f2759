import type { TruthDirection } from '../evaluation/truth-direction.ts';
import { describeDirection } from './describe-truth.ts';
import { textScatter } from './text-scatter.ts';

/** Scores and a measured quality, to be plotted as text. */
export interface ScorePlot {
  /** What the score is called, as `score` or the name of a proxy. */
  readonly scoreName: string;
  readonly truthName: string;
  readonly direction: TruthDirection;
  readonly items: readonly { readonly score: number; readonly truth: number }[];
}

/** The plot as text, with an empty line before it. */
export function renderPlot({ scoreName, truthName, direction, items }: ScorePlot): string {
  const drawn = textScatter({
    points: items.map(({ score, truth }) => ({ x: score, y: truth })),
    xLabel: scoreName,
    yLabel: `${truthName}, ${describeDirection(direction)}`,
  });
  return `\n${drawn}`;
}
