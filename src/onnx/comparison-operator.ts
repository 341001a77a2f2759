import { expectSameType, twoInputs } from './checks.ts';
import { GraphError } from './graph-error.ts';
import type { Operator } from './operator.ts';
import { broadcastShape } from './shape.ts';

/** An operator that compares the numbers of two tensors that are broadcast to one shape. */
export function comparisonOperator(name: string): Operator {
  return {
    name,
    infer(application) {
      const [left, right] = twoInputs(application);
      expectSameType(left, right);
      if (left.type === 'bool') throw new GraphError('it compares numbers');
      return [{ type: 'bool', shape: broadcastShape(left.shape, right.shape) }];
    },
    gradient: null,
  };
}
