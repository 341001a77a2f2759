import type { PairingProblem } from './pair-ranks.ts';

/** Says in plain English why lists called x and y have no rank correlation. */
export function describePairingProblem(
  problem: PairingProblem,
  x: ArrayLike<number>,
  y: ArrayLike<number>,
): string {
  switch (problem.kind) {
    case 'different lengths':
      return `x has length ${problem.xLength} and y has length ${problem.yLength}: both need one value per item.`;
    case 'too few items':
      return `A rank correlation needs at least 2 items; there ${problem.n === 1 ? 'is 1' : 'are 0'}.`;
    case 'not finite': {
      const value = (problem.side === 'x' ? x : y)[problem.index];
      return `${problem.side}[${problem.index}] is ${String(value)}: a rank correlation needs finite numbers.`;
    }
    case 'constant': {
      const value = (problem.side === 'x' ? x : y)[0];
      return `${problem.side} is constant (every value is ${String(value)}): it has no rank correlation with anything.`;
    }
  }
}
