import type { Expression } from './expression.ts';

/** Independent of the random variables, affine in them, or anything else. */
export type Degree = 'constant' | 'affine' | 'other';

/**
 * How an expression depends on the variables of `random`, taken together; all other variables
 * count as constants. Decided by the form alone: what becomes affine only by algebra, such as
 * `x^1`, `x * y / y` or `x^2 - x^2`, is 'other'.
 */
export function degreeIn(expression: Expression, random: ReadonlySet<string>): Degree {
  switch (expression.kind) {
    case 'constant':
      return 'constant';
    case 'variable':
      return random.has(expression.variable.name) ? 'affine' : 'constant';
    case 'negation':
      return degreeIn(expression.operand, random);
    case 'call':
      return degreeIn(expression.operand, random) === 'constant' ? 'constant' : 'other';
    case 'fold':
      return expression.operands.every((operand) => degreeIn(operand, random) === 'constant')
        ? 'constant'
        : 'other';
    case 'binary': {
      const left = degreeIn(expression.left, random);
      const right = degreeIn(expression.right, random);
      if (left === 'constant' && right === 'constant') return 'constant';
      if (left === 'other' || right === 'other') return 'other';
      switch (expression.operator) {
        case '+':
        case '-':
          return 'affine';
        case '*':
          return left === 'constant' || right === 'constant' ? 'affine' : 'other';
        case '/':
          return right === 'constant' ? 'affine' : 'other';
        case '^':
          return 'other';
      }
    }
  }
}
