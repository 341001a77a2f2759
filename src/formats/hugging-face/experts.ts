import type { z } from 'zod';
import { wholeNumber } from '../expectations.ts';
import { LIMITS } from '../limits.ts';
import type { Issue } from './family.ts';

/** What the number of experts has against that of layers, and of experts for each token. */
export function checkExperts(
  [countKey, count]: readonly [string, number],
  routed: number,
  layerCount: number,
  issue: Issue,
): void {
  const most = Math.floor(LIMITS.experts / layerCount);
  if (count > most) issue(countKey, `${count}: expected at most ${most} in ${layerCount} layers`);
  if (routed > count) {
    issue('num_experts_per_tok', `${routed}: expected at most ${countKey} ${count}`);
  }
}

/** A number of experts. */
export const expertCount = (fallback: number): z.ZodDefault<z.ZodNumber> =>
  wholeNumber(1, LIMITS.experts).default(fallback);
