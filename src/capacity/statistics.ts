import { effectiveRank } from './effective-rank.ts';
import { frobeniusNorm } from './frobenius-norm.ts';
import { logDeterminant } from './log-determinant.ts';
import type { MatrixStatistic } from './matrix-statistic.ts';
import { meanSquaredSingularValue } from './mean-squared-singular-value.ts';
import { nuclearNorm } from './nuclear-norm.ts';
import { parameterCount } from './parameter-count.ts';
import { spectralNorm } from './spectral-norm.ts';
import { squaredFrobeniusNorm } from './squared-frobenius-norm.ts';
import { stableRank } from './stable-rank.ts';

/** Every capacity statistic that has a name, the default first. */
export const STATISTICS: readonly MatrixStatistic[] = [
  meanSquaredSingularValue,
  parameterCount,
  frobeniusNorm,
  squaredFrobeniusNorm,
  logDeterminant,
  spectralNorm,
  nuclearNorm,
  stableRank,
  effectiveRank,
];

/** The statistic of that name, if there is one. */
export function statisticNamed(name: string): MatrixStatistic | undefined {
  return STATISTICS.find((statistic) => statistic.name === name);
}
