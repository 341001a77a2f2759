/** How far a number is from the expected one, relative to it; 0 if both are the same. */
export function relativeError(actual: number, expected: number): number {
  return actual === expected ? 0 : Math.abs(actual - expected) / Math.abs(expected);
}
