import { power } from '../elementary-functions.ts';
import type { BinaryOperator, Expression } from './expression.ts';

/** A function that computes an expression from the present values of its variables. */
export function toClosure(expression: Expression): () => number {
  switch (expression.kind) {
    case 'constant': {
      const { value } = expression;
      return () => value;
    }
    case 'variable': {
      const { variable } = expression;
      return () => variable.value;
    }
    case 'negation': {
      const operand = toClosure(expression.operand);
      return () => -operand();
    }
    case 'binary':
      return combine(expression.operator, toClosure(expression.left), toClosure(expression.right));
    case 'call': {
      const { apply } = expression;
      const operand = toClosure(expression.operand);
      return () => apply(operand());
    }
    case 'fold': {
      const { apply } = expression;
      return expression.operands
        .map(toClosure)
        .reduce((left, right) => () => apply(left(), right()));
    }
  }
}

function combine(operator: BinaryOperator, left: () => number, right: () => number): () => number {
  switch (operator) {
    case '+':
      return () => left() + right();
    case '-':
      return () => left() - right();
    case '*':
      return () => left() * right();
    case '/':
      return () => left() / right();
    case '^':
      return () => power(left(), right());
  }
}
