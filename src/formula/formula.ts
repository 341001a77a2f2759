import type { Interval } from './interval.ts';

/** An arithmetic formula of named variables, checked and ready to be evaluated. */
export interface Formula<Name extends string = string> {
  /** The text it was made of. */
  readonly text: string;

  /** The variables that occur in it, in the order in which they were given. */
  readonly variables: readonly Name[];

  /**
   * The value of the formula, in real double arithmetic: `sqrt(-1)` and `(-8)^(1/3)` are NaN,
   * `1/0` is Infinity. The caller judges a value that is not finite. It is the same to the last bit
   * on every machine and version of Node.
   *
   * @param values a number for every variable that occurs in the formula; others are not read
   * @throws TypeError when one of them is missing or not a number
   */
  evaluate(values: Readonly<Record<Name, number>>): number;

  /**
   * Bounds of the formula whose variables lie between bounds, see `boundsOf`; null where there are
   * none.
   */
  boundsOver(rangeOf: (name: Name) => Interval): Interval | null;

  /**
   * Whether the formula is affine (of degree 1 or 0) in the given variables taken together, all
   * others held constant. Then, and in general only then, the expectation of the formula is the
   * formula of the expectations, dependent variables or not: `E[f(X)] = f(E[X])`.
   *
   * Decided by the form, never falsely true: a product of two random parts, a division by one, a
   * power or a function of one is not affine, even where algebra would make it so (`x^1`).
   */
  affineIn(random: readonly Name[]): boolean;
}
