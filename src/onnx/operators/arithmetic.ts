import { expectSameType, inputsOf } from '../checks.ts';
import { div, mul } from '../compose/arithmetic.ts';
import { neg } from '../compose/functions.ts';
import { sumTo } from '../compose/sum-to.ts';
import { GraphError } from '../graph-error.ts';
import type { ElementType, GraphValue, ValueType } from '../graph.ts';
import {
  ofOneOutput,
  type Application,
  type Operator,
  type OneOutputRequest,
} from '../operator.ts';
import { broadcastShape } from '../shape.ts';

interface BinaryRequest extends OneOutputRequest {
  readonly left: GraphValue;
  readonly right: GraphValue;
}

/** The gradients of both inputs; those of the shape of the output are summed over broadcast axes. */
type BinaryGradients = (request: BinaryRequest) => readonly [GraphValue, GraphValue];

const GRADIENTS: Readonly<Record<string, BinaryGradients>> = {
  Add: ({ gradient }) => [gradient, gradient],
  Sub: ({ builder, right, gradient }) => [
    gradient,
    neg(builder, sumTo(builder, gradient, right.shape)),
  ],
  Mul: ({ builder, left, right, gradient }) => [
    mul(builder, gradient, right),
    mul(builder, gradient, left),
  ],
  // The derivatives of x / y are 1 / y and -(x / y) / y.
  Div: ({ builder, right, output, gradient }) => {
    const ofLeft = div(builder, gradient, right);
    const product = mul(builder, ofLeft, output);
    return [ofLeft, neg(builder, sumTo(builder, product, right.shape))];
  },
};

/** The operators on the entries of two tensors of numbers that are broadcast to one shape. */
export const ARITHMETIC: readonly Operator[] = Object.entries(GRADIENTS).map(
  ([name, gradients]) => ({
    name,
    infer: (application) => inferBroadcast(application, 'it computes with numbers'),
    gradient: ofOneOutput((request) => {
      const [left, right] = inputsOf(request.node, 2);
      const [ofLeft, ofRight] = gradients({ ...request, left, right });
      const { builder } = request;
      return [sumTo(builder, ofLeft, left.shape), sumTo(builder, ofRight, right.shape)];
    }),
  }),
);

/** The operators that compare the entries of such tensors. */
export const COMPARISONS: readonly Operator[] = ['Equal', 'Greater', 'Less'].map((name) => ({
  name,
  infer: (application) => inferBroadcast(application, 'it compares numbers', 'bool'),
  gradient: null,
}));

function inferBroadcast(
  application: Application,
  purpose: string,
  type?: ElementType,
): readonly ValueType[] {
  const [left, right] = inputsOf(application, 2);
  expectSameType(left, right);
  if (left.type === 'bool') throw new GraphError(purpose);
  return [{ type: type ?? left.type, shape: broadcastShape(left.shape, right.shape) }];
}
