/** How good a candidate is, as evolution compares them. */
export interface Fitness {
  /** Higher is better. */
  readonly score: number;
  /** Lower is better; null where the score alone counts. */
  readonly cost: number | null;
  /** How far the score lies outside of its limits; 0 within them. */
  readonly violation: number;
}

/**
 * Whether one candidate dominates another, by constrained domination (Deb et al. 2002, definition 1):
 * it violates its limits less; or both are within them, and it is no worse in score and cost and
 * better in one of the two.
 */
export function dominates(a: Fitness, b: Fitness): boolean {
  if (a.violation !== b.violation) return a.violation < b.violation;
  if (a.violation > 0) return false;
  const [costA, costB] = [a.cost ?? 0, b.cost ?? 0];
  return a.score >= b.score && costA <= costB && (a.score > b.score || costA < costB);
}
