import { formatNumber } from './format-number.ts';

/** Candidates that a condition left out of a ranking. */
interface LeftOut {
  readonly condition: string;
  readonly candidates: number;
}

/** How many candidates were left out by which conditions; null where none was. */
export function titleOfLeftOut(leftOut: readonly LeftOut[]): string | null {
  if (leftOut.length === 0) return null;
  const counts = leftOut.map(
    ({ condition, candidates }) => `${formatNumber(candidates)} that fail "${condition}"`,
  );
  return `left out ${counts.join(', ')}`;
}
