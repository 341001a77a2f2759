import { expectFloat, inputsOf } from '../checks.ts';
import { div, mul, sub } from '../compose/arithmetic.ts';
import { cos, exp, neg, sign, sin, square } from '../compose/functions.ts';
import type { GraphValue } from '../graph.ts';
import { ofOneOutput, type OneOutputRequest, type Operator } from '../operator.ts';

const LOG_OF_TWO_BY_ROOT_PI = Math.log(2 / Math.sqrt(Math.PI));

/** The gradient of the input of each operator; null where it is 0 wherever it exists. */
const GRADIENTS: Readonly<Record<string, ((request: OneOutputRequest) => GraphValue) | null>> = {
  // At 0 the gradients of Abs and Relu are 0.
  Abs: ({ builder, input, gradient }) => mul(builder, gradient, sign(builder, input)),
  Relu: ({ builder, output, gradient }) => mul(builder, gradient, sign(builder, output)),
  Sign: null,
  Neg: ({ builder, gradient }) => neg(builder, gradient),
  Exp: ({ builder, output, gradient }) => mul(builder, gradient, output),
  Log: ({ builder, input, gradient }) => div(builder, gradient, input),
  // Infinite at 0.
  Sqrt: ({ builder, output, gradient }) => div(builder, mul(builder, gradient, 0.5), output),
  // With y for the output, the derivative is -y^2.
  Reciprocal: ({ builder, output, gradient }) =>
    neg(builder, mul(builder, gradient, square(builder, output))),
  Sin: ({ builder, input, gradient }) => mul(builder, gradient, cos(builder, input)),
  Cos: ({ builder, input, gradient }) => neg(builder, mul(builder, gradient, sin(builder, input))),
  // y - y^2
  Sigmoid: ({ builder, output, gradient }) =>
    mul(builder, gradient, sub(builder, output, square(builder, output))),
  // 1 - y^2
  Tanh: ({ builder, output, gradient }) =>
    mul(builder, gradient, sub(builder, 1, square(builder, output))),
  // 2 / sqrt(pi) e^(-x^2): with the factor in the exponent, one pass over the tensor less.
  Erf: ({ builder, input, gradient }) => {
    const exponent = sub(builder, LOG_OF_TWO_BY_ROOT_PI, square(builder, input));
    return mul(builder, gradient, exp(builder, exponent));
  },
  // The value itself, under a name of its own.
  Identity: ({ gradient }) => gradient,
};

/** The operators that map every entry of a float tensor by itself. */
export const FUNCTIONS: readonly Operator[] = Object.entries(GRADIENTS).map(([name, gradient]) => ({
  name,
  infer(application) {
    const [input] = inputsOf(application, 1);
    expectFloat(input);
    return [{ type: input.type, shape: input.shape }];
  },
  gradient: gradient && ofOneOutput((request) => [gradient(request)]),
}));
