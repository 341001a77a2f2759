import { intOf } from '../attributes.ts';
import { expectFloat, inputsOf } from '../checks.ts';
import { mul, sub } from '../compose/arithmetic.ts';
import { exp } from '../compose/functions.ts';
import { reduceSum } from '../compose/reductions.ts';
import type { Attributes, GraphValue } from '../graph.ts';
import { ofOneOutput, type OneOutputRequest, type Operator } from '../operator.ts';
import { axisOf } from '../shape.ts';

/** The gradient of the input, by that of the output `y`, along an axis. */
type AxisGradient = (request: OneOutputRequest, axis: number) => GraphValue;

const GRADIENTS: Readonly<Record<string, AxisGradient>> = {
  // y (g - sum of y g)
  Softmax({ builder, output, gradient }, axis) {
    const product = mul(builder, output, gradient);
    const sum = reduceSum(builder, product, [axis], true);
    return sub(builder, product, mul(builder, output, sum));
  },
  // g - e^y (sum of g)
  LogSoftmax({ builder, output, gradient }, axis) {
    const sum = reduceSum(builder, gradient, [axis], true);
    return sub(builder, gradient, mul(builder, exp(builder, output), sum));
  },
};

/** Softmax and its logarithm along one axis, the last by default. */
export const SOFTMAX: readonly Operator[] = Object.entries(GRADIENTS).map(([name, gradient]) => ({
  name,
  infer(application) {
    const [input] = inputsOf(application, 1);
    expectFloat(input);
    axisIn(application.attributes, input);
    return [{ type: input.type, shape: input.shape }];
  },
  gradient: ofOneOutput((request) => [
    gradient(request, axisIn(request.node.attributes, request.input)),
  ]),
}));

function axisIn(attributes: Attributes, { shape }: GraphValue): number {
  return axisOf(intOf(attributes, 'axis', -1), shape.length);
}
