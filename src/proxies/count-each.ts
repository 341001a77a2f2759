import type { Architecture } from '../architecture/architecture.ts';
import type { ParameterCounts } from '../architecture/parameter-counts.ts';
import { parameterCount } from '../capacity/parameter-count.ts';
import type { OnProgress } from '../engine/measure-all.ts';
import { success, type Result } from '../result.ts';
import { ClosedForm } from '../scoring/closed-form.ts';
import { DEFAULT_SETTINGS } from '../scoring/score-settings.ts';
import { scoreEach } from './score-each.ts';

/**
 * Scores architectures by their parameters. The capacities are counts too, so that no
 * initialization can make them fail.
 */
export function countEach(
  architectures: readonly Architecture[],
  pick: (parameters: ParameterCounts) => number,
  onProgress?: OnProgress,
): Promise<Result<number>[]> {
  const counter = new ClosedForm({ ...DEFAULT_SETTINGS, statistic: parameterCount });
  return scoreEach(
    architectures,
    (architecture) => {
      const counted = counter.score(architecture);
      return counted.ok ? success(pick(counted.value.parameters)) : counted;
    },
    onProgress,
  );
}
