import { joinCapacities, type Balance, type Capacities } from '../scoring/balance.ts';
import { roundForTies } from '../scoring/round-for-ties.ts';

/**
 * The scores of items under a balance, rounded to the digits in which scores are compared.
 *
 * @returns null where one of them is no finite number
 */
export function balancedScores(
  balance: Balance,
  items: readonly { readonly capacity: Capacities }[],
): Float64Array | null {
  const scores = new Float64Array(items.length);
  for (const [index, { capacity }] of items.entries()) {
    const score = joinCapacities(balance, capacity);
    if (!score.ok) return null;
    scores[index] = roundForTies(score.value);
  }
  return scores;
}
