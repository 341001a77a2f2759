import { intOf, intsOf } from '../attributes.ts';
import { constantInts, expectFloat } from '../checks.ts';
import { div, equal, mul } from '../compose/arithmetic.ts';
import { cast } from '../compose/functions.ts';
import { reduceSum } from '../compose/reductions.ts';
import { expand, reshape } from '../compose/shapes.ts';
import type { GraphValue } from '../graph.ts';
import { GraphError } from '../graph-error.ts';
import {
  ofOneOutput,
  type Application,
  type OneOutputRequest,
  type Operator,
} from '../operator.ts';
import { axesOf, nth } from '../shape.ts';

/** Output and gradient have every reduced axis as 1. */
interface ReductionRequest extends Omit<OneOutputRequest, 'node'> {
  /** Counted from 0, ascending. */
  readonly axes: readonly number[];
  /** Number of entries that become one. */
  readonly count: number;
}

/** The gradient of the input, of a shape that is broadcast to the input's. */
const GRADIENTS: Readonly<Record<string, (request: ReductionRequest) => GraphValue>> = {
  ReduceSum: ({ gradient }) => gradient,
  ReduceMean: ({ builder, gradient, count }) => mul(builder, gradient, 1 / count),
  ReduceSumSquare: ({ builder, input, gradient }) => mul(builder, input, mul(builder, gradient, 2)),
  // Equal greatest entries share the gradient equally.
  ReduceMax: ({ builder, input, axes, output, gradient }) => {
    const greatest = cast(builder, equal(builder, input, output), input.type);
    const number = reduceSum(builder, greatest, axes, true);
    return mul(builder, greatest, div(builder, gradient, number));
  },
};

/** The operators that make one entry of those along some axes. */
export const REDUCTIONS: readonly Operator[] = Object.entries(GRADIENTS).map(
  ([name, gradient]): Operator => {
    // In opset 17 ReduceSum takes its axes as an input, the others as an attribute.
    const asInput = name === 'ReduceSum';
    const axesIn = (application: Application): readonly number[] => {
      const axes = asInput
        ? constantInts(application, nth(application.inputs, 1))
        : intsOf(application.attributes, 'axes');
      return axesOf(axes, nth(application.inputs, 0).shape.length);
    };
    return {
      name,
      infer(application) {
        const { inputs, attributes } = application;
        const { type, shape } = nth(inputs, 0);
        if (inputs.length !== (asInput ? 2 : 1)) {
          throw new GraphError('it takes a tensor and its axes');
        }
        expectFloat(nth(inputs, 0));
        const axes = axesIn(application);
        if (axes.length === 0) throw new GraphError('no axis is named');
        const reduced =
          intOf(attributes, 'keepdims', 1) === 0
            ? shape.filter((_, axis) => !axes.includes(axis))
            : keptShape(shape, axes);
        return [{ type, shape: reduced }];
      },
      gradient: ofOneOutput(({ builder, node, input, output, gradient: ofOutput }) => {
        const axes = axesIn({ ...node, constantOf: builder.constantOf });
        const kept = keptShape(input.shape, axes);
        const ofInput = gradient({
          builder,
          input,
          axes,
          output: reshape(builder, output, kept),
          gradient: reshape(builder, ofOutput, kept),
          count: axes.reduce((product, axis) => product * nth(input.shape, axis), 1),
        });
        return [expand(builder, ofInput, input.shape)];
      }),
    };
  },
);

function keptShape(shape: readonly number[], axes: readonly number[]): readonly number[] {
  return shape.map((length, axis) => (axes.includes(axis) ? 1 : length));
}
