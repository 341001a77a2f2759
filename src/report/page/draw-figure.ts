import { alphaFigure } from './alpha-figure.ts';
import { capacityFigure } from './capacity-figure.ts';
import { costFigure } from './cost-figure.ts';
import { criticalDifferenceFigure } from './critical-difference-figure.ts';
import type { Figure } from './figure.ts';
import { leaderboardFigure } from './leaderboard-figure.ts';
import { predictionFigure } from './prediction-figure.ts';
import type { FigureData } from './report-page.ts';
import { rankDifferencesFigure } from './rank-differences-figure.ts';
import { scoreTruthFigure } from './score-truth-figure.ts';
import { searchProgressFigure } from './search-progress-figure.ts';

/** The figure of some data; null where they hold nothing to draw. */
export function drawFigure(data: FigureData): Figure | null {
  if ((data.kind === 'leaderboard' ? data.rows : data.items).length === 0) return null;
  switch (data.kind) {
    case 'score-truth':
      return scoreTruthFigure(data);
    case 'rank-differences':
      return rankDifferencesFigure(data);
    case 'leaderboard':
      return leaderboardFigure(data);
    case 'critical-difference':
      return criticalDifferenceFigure(data);
    case 'alpha':
      return alphaFigure(data);
    case 'capacities':
      return capacityFigure(data);
    case 'cost':
      return costFigure(data);
    case 'prediction':
      return predictionFigure(data);
    case 'search-progress':
      return searchProgressFigure(data);
  }
}
