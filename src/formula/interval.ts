import { power } from '../elementary-functions.ts';
import type { BinaryOperator, Expression } from './expression.ts';

/** All numbers from `low` to `high`, both included; either may be infinite. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** By how much of its size a polynomial of ours may miss a bound, far more than its error. */
const SLACK = 1e-9;

/**
 * Bounds of an expression whose variables lie between bounds; null where there are none, as of a
 * division by what may be 0. Its value lies between them for all values of the variables, rounding
 * included: the sum, product and quotient of doubles never fall where an operand rises. A variable
 * that occurs twice counts as two, so that the bounds may be wider than need be.
 */
export function boundsOf(
  expression: Expression,
  ofVariable: (name: string) => Interval,
): Interval | null {
  switch (expression.kind) {
    case 'constant':
      return { low: expression.value, high: expression.value };
    case 'variable':
      return checked(ofVariable(expression.variable.name));
    case 'negation': {
      const own = boundsOf(expression.operand, ofVariable);
      return own && { low: -own.high, high: -own.low };
    }
    case 'call': {
      const own = boundsOf(expression.operand, ofVariable);
      return own && boundsOfCall(expression.apply, own);
    }
    case 'fold': {
      const { apply, operands } = expression;
      const [first, ...others] = operands.map((operand) => boundsOf(operand, ofVariable));
      // The smaller and the larger of two never fall where one of them rises.
      return others.reduce<Interval | null>(
        (a, b) => a && b && { low: apply(a.low, b.low), high: apply(a.high, b.high) },
        first ?? null,
      );
    }
    case 'binary': {
      const left = boundsOf(expression.left, ofVariable);
      const right = boundsOf(expression.right, ofVariable);
      return left && right && combined(expression.operator, left, right);
    }
  }
}

/** All functions of one argument but `abs` never fall. */
function boundsOfCall(apply: (x: number) => number, { low, high }: Interval): Interval | null {
  if (apply === Math.abs) {
    const [a, b] = [Math.abs(low), Math.abs(high)];
    return { low: low <= 0 && high >= 0 ? 0 : Math.min(a, b), high: Math.max(a, b) };
  }
  return widened({ low: apply(low), high: apply(high) });
}

function combined(operator: BinaryOperator, a: Interval, b: Interval): Interval | null {
  switch (operator) {
    case '+':
      return checked({ low: a.low + b.low, high: a.high + b.high });
    case '-':
      return checked({ low: a.low - b.high, high: a.high - b.low });
    case '*':
      return atCorners(a, b, (x, y) => x * y);
    case '/':
      return b.low <= 0 && b.high >= 0 ? null : atCorners(a, b, (x, y) => x / y);
    case '^':
      return powers(a, b);
  }
}

/** A power of a base that is not negative is monotone in both; so is an odd one of any base. */
function powers(base: Interval, exponent: Interval): Interval | null {
  if (base.low > 0 || (base.low === 0 && exponent.low > 0)) {
    return widened(atCorners(base, exponent, power));
  }
  const { low: degree, high } = exponent;
  if (degree !== high || !Number.isInteger(degree) || degree <= 0) return null;
  const found = widened(atCorners(base, exponent, power));
  return found && degree % 2 === 0 && base.high >= 0 ? { low: 0, high: found.high } : found;
}

/** The bounds of an operation that is monotone in each operand, rising or falling. */
function atCorners(
  a: Interval,
  b: Interval,
  apply: (x: number, y: number) => number,
): Interval | null {
  const corners = [
    apply(a.low, b.low),
    apply(a.low, b.high),
    apply(a.high, b.low),
    apply(a.high, b.high),
  ];
  return checked({ low: Math.min(...corners), high: Math.max(...corners) });
}

function widened(bounds: Interval | null): Interval | null {
  if (bounds === null) return null;
  const { low, high } = bounds;
  return checked({ low: low - SLACK * Math.abs(low), high: high + SLACK * Math.abs(high) });
}

function checked(bounds: Interval): Interval | null {
  return Number.isNaN(bounds.low) || Number.isNaN(bounds.high) ? null : bounds;
}
