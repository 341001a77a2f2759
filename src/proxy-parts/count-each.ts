import { parameterCount } from '../capacity/parameter-count.ts';
import { success } from '../result.ts';
import { ClosedForm } from '../scoring/closed-form.ts';
import type { TotalScore } from '../scoring/score-architecture.ts';
import { DEFAULT_SETTINGS } from '../scoring/score-settings.ts';
import type { DirectProxy } from './proxy.ts';
import { scoreEach } from './score-each.ts';

/**
 * A way to score architectures by their parameters, or by their weights: the capacities are the
 * numbers of entries of the weight matrices, which are the same under any initialization.
 */
export function countEach(
  pick: (counts: Pick<TotalScore, 'parameters' | 'capacity'>) => number,
): DirectProxy['score'] {
  return scoreEach(() => {
    const counter = new ClosedForm({ ...DEFAULT_SETTINGS, statistic: parameterCount });
    return (architecture) => {
      const counted = counter.score(architecture);
      return counted.ok ? success(pick(counted.value)) : counted;
    };
  });
}
