import type { Architecture } from '../architecture/architecture.ts';
import { parameterCount } from '../capacity/parameter-count.ts';
import type { OnProgress } from '../engine/measure-all.ts';
import { success, type Result } from '../result.ts';
import { ClosedForm } from '../scoring/closed-form.ts';
import type { TotalScore } from '../scoring/score-architecture.ts';
import { DEFAULT_SETTINGS } from '../scoring/score-settings.ts';
import { scoreEach } from './score-each.ts';

/**
 * Scores architectures by their parameters, or by their weights: the capacities are the numbers of
 * entries of the weight matrices, which no initialization can make fail.
 */
export function countEach(
  architectures: readonly Architecture[],
  pick: (counts: Pick<TotalScore, 'parameters' | 'capacity'>) => number,
  onProgress?: OnProgress,
): Promise<Result<number>[]> {
  const counter = new ClosedForm({ ...DEFAULT_SETTINGS, statistic: parameterCount });
  return scoreEach(
    architectures,
    (architecture) => {
      const counted = counter.score(architecture);
      return counted.ok ? success(pick(counted.value)) : counted;
    },
    onProgress,
  );
}
