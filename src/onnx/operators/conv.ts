import { intOf, intsOf } from '../attributes.ts';
import { expectFloat, expectSameType, inputsOf } from '../checks.ts';
import { convolveChannels } from '../compose/depthwise-convolution.ts';
import { reduceSum } from '../compose/reductions.ts';
import { gather } from '../compose/selections.ts';
import { integers, reshape, slice } from '../compose/shapes.ts';
import type { Attributes, Builder, GraphValue } from '../graph.ts';
import { nth } from '../shape.ts';
import { GraphError } from '../graph-error.ts';
import { ofOneOutput, type Operator } from '../operator.ts';

/**
 * A convolution along the last axis of every channel by itself, in steps of 1: [batch, channels,
 * length] with a weight [channels, 1, kernel] in as many groups. onnxruntime's CPU provider has it in
 * float32 only. Its gradients are such convolutions too: of the gradient with the kernel turned
 * around, and of the input, each channel of each example by itself, with the gradient as kernel.
 */
export const conv: Operator = {
  name: 'Conv',
  infer(application) {
    const [input, weight] = inputsOf(application, 2);
    expectFloat(input);
    expectSameType(input, weight);
    if (input.shape.length !== 3 || weight.shape.length !== 3) {
      throw new GraphError('it takes [batch, channels, length] and [channels, 1, kernel]');
    }
    const [batch = 0, channels = 0, length = 0] = input.shape;
    const kernel = nth(weight.shape, 2);
    if (weight.shape[0] !== channels || weight.shape[1] !== 1) {
      throw new GraphError('every channel has one kernel');
    }
    if (intOf(application.attributes, 'group') !== channels) {
      throw new GraphError('every channel is a group');
    }
    const [before, after] = padsOf(application.attributes);
    const positions = length + before + after - kernel + 1;
    if (before < 0 || after < 0 || positions < 1) {
      throw new GraphError(`its kernel does not fit with ${before} before and ${after} after`);
    }
    return [{ type: input.type, shape: [batch, channels, positions] }];
  },
  gradient: ofOneOutput(({ builder, node, input, gradient }) => {
    const weight = nth(node.inputs, 1);
    const [batch = 0, channels = 0, length = 0] = input.shape;
    const kernel = nth(weight.shape, 2);
    const [before, after] = padsOf(node.attributes);
    const positions = nth(gradient.shape, 2);
    // The sums are the same with either as the kernel; a short one is much faster.
    const ofInput =
      batch === 1 && positions < kernel
        ? convolveTurned(
            builder,
            reshape(builder, weight, [1, channels, kernel]),
            reshape(builder, gradient, [channels, 1, positions]),
            positions - 1 - before,
            positions - 1 - after,
          )
        : convolveTurned(builder, gradient, weight, kernel - 1 - before, kernel - 1 - after);
    const products = convolveChannels(
      builder,
      reshape(builder, input, [1, batch * channels, length]),
      reshape(builder, gradient, [batch * channels, 1, positions]),
      before,
      after,
    );
    const ofEach = reshape(builder, products, [batch, ...weight.shape]);
    return [ofInput, reduceSum(builder, ofEach, [0])];
  }),
};

/**
 * The convolution with every kernel turned around.
 *
 * @param front zeros before the length; where negative, as many entries are left out
 * @param back zeros after it
 */
function convolveTurned(
  builder: Builder,
  value: GraphValue,
  weight: GraphValue,
  front: number,
  back: number,
): GraphValue {
  const kernel = nth(weight.shape, 2);
  const backwards = Array.from({ length: kernel }, (_, index) => kernel - 1 - index);
  // Entries that see only zeros, where more of these are at an end than the kernel reaches.
  const [first, last] = [Math.max(-front, 0), nth(value.shape, 2) - Math.max(-back, 0)];
  const inner = last - first === value.shape[2] ? value : slice(builder, value, 2, first, last);
  return convolveChannels(
    builder,
    inner,
    gather(builder, weight, integers(builder, backwards), 2),
    Math.max(front, 0),
    Math.max(back, 0),
  );
}

function padsOf(attributes: Attributes): readonly [before: number, after: number] {
  const pads = intsOf(attributes, 'pads');
  return [nth(pads, 0), nth(pads, 1)];
}
