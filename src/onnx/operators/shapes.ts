import { intOf, intsOf } from '../attributes.ts';
import { constantInts, expectSameType, inputsOf } from '../checks.ts';
import * as compose from '../compose/shapes.ts';
import { sumTo } from '../compose/sum-to.ts';
import { GraphError } from '../graph-error.ts';
import { ofOneOutput, type Application, type Operator } from '../operator.ts';
import {
  axesOf,
  axisOf,
  broadcastShape,
  nth,
  sameShape,
  shapeText,
  sizeOfShape,
} from '../shape.ts';

/** The same entries in the same order under other dimensions, all of them given. */
const reshape: Operator = {
  name: 'Reshape',
  infer(application) {
    const [input, second] = inputsOf(application, 2);
    const shape = constantInts(application, second);
    if (shape.some((length) => length < 1) || sizeOfShape(shape) !== sizeOfShape(input.shape)) {
      throw new GraphError(`its entries do not fill ${shapeText(shape)}`);
    }
    return [{ type: input.type, shape }];
  },
  gradient: ofOneOutput(({ builder, input, gradient }) => [
    compose.reshape(builder, gradient, input.shape),
  ]),
};

/** A tensor repeated along missing axes and those of length 1. */
const expand: Operator = {
  name: 'Expand',
  infer(application) {
    const [input, second] = inputsOf(application, 2);
    const shape = constantInts(application, second);
    if (!sameShape(broadcastShape(input.shape, shape), shape)) {
      throw new GraphError(`it can't be repeated to ${shapeText(shape)}`);
    }
    return [{ type: input.type, shape }];
  },
  gradient: ofOneOutput(({ builder, input, gradient }) => [sumTo(builder, gradient, input.shape)]),
};

/** Axes in another order: axis `i` of the output is axis `perm[i]` of the input. */
const transpose: Operator = {
  name: 'Transpose',
  infer(application) {
    const [{ type, shape }] = inputsOf(application, 1);
    const perm = intsOf(application.attributes, 'perm');
    if (axesOf(perm, shape.length).length !== shape.length || perm.some((axis) => axis < 0)) {
      throw new GraphError(`[${perm.join(', ')}] is no order of its axes`);
    }
    return [{ type, shape: perm.map((axis) => nth(shape, axis)) }];
  },
  gradient: ofOneOutput(({ builder, node, gradient }) => {
    const perm = intsOf(node.attributes, 'perm');
    const back = perm.map((_, axis) => perm.indexOf(axis));
    return [compose.transpose(builder, gradient, back)];
  }),
};

/** Tensors one after the other along an axis. */
const concat: Operator = {
  name: 'Concat',
  infer({ inputs, attributes }) {
    const first = nth(inputs, 0);
    const axis = axisOf(intOf(attributes, 'axis'), first.shape.length);
    for (const input of inputs) {
      expectSameType(first, input);
      const fits = first.shape.every((length, i) => i === axis || length === input.shape[i]);
      if (!fits || input.shape.length !== first.shape.length) {
        throw new GraphError(`they differ in more than axis ${axis}`);
      }
    }
    const length = inputs.reduce((sum, { shape }) => sum + nth(shape, axis), 0);
    return [{ type: first.type, shape: first.shape.with(axis, length) }];
  },
  gradient: ofOneOutput(({ builder, node, gradient }) => {
    const axis = axisOf(intOf(node.attributes, 'axis'), gradient.shape.length);
    const lengths = node.inputs.map(({ shape }) => nth(shape, axis));
    return compose.split(builder, gradient, lengths, axis);
  }),
};

/** A tensor cut along an axis into pieces of given lengths. */
const split: Operator = {
  name: 'Split',
  infer(application) {
    const [{ type, shape }, second] = inputsOf(application, 2);
    const axis = axisOf(intOf(application.attributes, 'axis'), shape.length);
    const lengths = constantInts(application, second);
    const sum = lengths.reduce((total, length) => total + length, 0);
    if (lengths.some((length) => length < 1) || sum !== shape[axis]) {
      throw new GraphError(`axis ${axis} can't be cut into ${lengths.join(' + ')}`);
    }
    return lengths.map((length) => ({ type, shape: shape.with(axis, length) }));
  },
  gradient({ builder, node, gradients }) {
    if (gradients.every((gradient) => gradient === null)) return [];
    const pieces = node.outputs.map(
      (output, index) => gradients[index] ?? compose.zerosLike(builder, output),
    );
    return [compose.concat(builder, pieces, intOf(node.attributes, 'axis'))];
  },
};

/** The entries from a start on and before an end along one axis; every entry, no steps. */
const slice: Operator = {
  name: 'Slice',
  infer(application) {
    const { type, shape } = nth(application.inputs, 0);
    const { axis, start, end } = rangeOf(application);
    return [{ type, shape: shape.with(axis, end - start) }];
  },
  gradient: ofOneOutput(({ builder, node, gradient }) => {
    const { axis, start, end, length } = rangeOf({ ...node, constantOf: builder.constantOf });
    return [compose.pad(builder, gradient, axis, start, length - end)];
  }),
};

interface Range {
  readonly axis: number;
  readonly start: number;
  readonly end: number;
  /** Of the axis that is sliced. */
  readonly length: number;
}

function rangeOf(application: Application): Range {
  const { inputs } = application;
  if (inputs.length !== 4) throw new GraphError('it takes a tensor, a start, an end and an axis');
  const [starts, ends, axes] = [1, 2, 3].map((index) =>
    constantInts(application, nth(inputs, index)),
  );
  if (starts?.length !== 1 || ends?.length !== 1 || axes?.length !== 1) {
    throw new GraphError('it slices one axis');
  }
  const { shape } = nth(inputs, 0);
  const axis = axisOf(nth(axes, 0), shape.length);
  const length = nth(shape, axis);
  const [start, end] = [nth(starts, 0), nth(ends, 0)].map((at) => (at < 0 ? at + length : at));
  if (start === undefined || end === undefined || start < 0 || end > length || start >= end) {
    throw new GraphError(`axis ${axis} has nothing from ${nth(starts, 0)} to ${nth(ends, 0)}`);
  }
  return { axis, start, end, length };
}

/** A tensor with entries of one constant number put before and after it along its axes. */
const pad: Operator = {
  name: 'Pad',
  infer(application) {
    const [input, second, fill] = inputsOf(application, 3);
    const { type, shape } = input;
    const pads = constantInts(application, second);
    expectSameType(input, fill);
    if (application.constantOf(fill)?.shape.length !== 0) {
      throw new GraphError('it is filled with one constant number');
    }
    if (pads.length !== 2 * shape.length || pads.some((length) => length < 0)) {
      throw new GraphError(`${shapeText(pads)} are no lengths before and after its axes`);
    }
    const padded = shape.map(
      (length, axis) => nth(pads, axis) + length + nth(pads, axis + shape.length),
    );
    return [{ type, shape: padded }];
  },
  gradient: ofOneOutput(({ builder, node, input, gradient }) => {
    const pads = constantInts({ ...node, constantOf: builder.constantOf }, nth(node.inputs, 1));
    const inner = input.shape.reduce(
      (value, length, axis) =>
        compose.slice(builder, value, axis, nth(pads, axis), nth(pads, axis) + length),
      gradient,
    );
    return [inner];
  }),
};

/** The operators that rearrange, repeat, join and cut tensors. */
export const SHAPES: readonly Operator[] = [reshape, expand, transpose, concat, split, slice, pad];
