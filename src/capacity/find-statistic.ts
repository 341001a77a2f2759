import { nearestName } from '../nearest-name.ts';
import { failure, success, type Result } from '../result.ts';
import { CAPACITY_VARIABLES, formulaStatistic } from './formula-statistic.ts';
import type { MatrixStatistic } from './matrix-statistic.ts';
import { STATISTICS, statisticNamed } from './statistics.ts';

/** The capacity statistic of a name or a formula; a failure for what is neither. */
export function findStatistic(text: string): Result<MatrixStatistic> {
  const named = statisticNamed(text);
  if (named !== undefined) return success(named);
  const variables: readonly string[] = CAPACITY_VARIABLES;
  if (!/^[a-z][\w-]*$/i.test(text) || variables.includes(text)) return formulaStatistic(text);
  const names = STATISTICS.map(({ name }) => name);
  const nearest = nearestName(text, names);
  const hint = nearest === undefined ? '' : `; did you mean ${nearest}?`;
  return failure(`expected ${names.join(', ')}, or a formula${hint}`);
}
