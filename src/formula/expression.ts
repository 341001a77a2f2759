/** A variable of a formula, and the value it has in the evaluation under way. */
export interface Variable {
  readonly name: string;
  value: number;
}

/** An operator between two operands; `^` is right-associative and binds tighter than a sign. */
export type BinaryOperator = '+' | '-' | '*' | '/' | '^';

/** What a formula may consist of, and nothing else. */
export type Expression =
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'variable'; readonly variable: Variable }
  | { readonly kind: 'negation'; readonly operand: Expression }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly kind: 'call';
      readonly apply: (x: number) => number;
      readonly operand: Expression;
    }
  | {
      /** A function of one or more arguments that combines them from the left, two at a time. */
      readonly kind: 'fold';
      readonly apply: (x: number, y: number) => number;
      readonly operands: readonly Expression[];
    };
