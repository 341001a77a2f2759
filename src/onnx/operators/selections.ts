import { intOf } from '../attributes.ts';
import { expectSameType, expectType, inputsOf } from '../checks.ts';
import * as compose from '../compose/selections.ts';
import { reshape, transpose, zerosLike } from '../compose/shapes.ts';
import { sumTo } from '../compose/sum-to.ts';
import type { GraphValue } from '../graph.ts';
import { GraphError } from '../graph-error.ts';
import { ofOneOutput, type Application, type Operator } from '../operator.ts';
import { axisOf, broadcastShape, nth, sameShape, shapeText } from '../shape.ts';

/**
 * The slices of a tensor at whole numbers, which take the place of the axis. Its gradient adds
 * each slice where it came from.
 */
const gather: Operator = {
  name: 'Gather',
  infer(application) {
    const [{ type, shape }, indices] = inputsOf(application, 2);
    expectType(indices, 'int64');
    const axis = axisIn(application, shape);
    return [{ type, shape: [...shape.slice(0, axis), ...indices.shape, ...shape.slice(axis + 1)] }];
  },
  gradient: ofOneOutput(({ builder, node, input, gradient }) => {
    const { shape, type } = input;
    const indices = nth(node.inputs, 1);
    const axis = axisIn(node, shape);
    const places = reshape(builder, indices, [...indices.shape, 1]);
    // The axes of the indices go first, and so does the axis that they replaced.
    const axes = gradient.shape.map((_, i) => i);
    const inner = axes.slice(axis, axis + indices.shape.length);
    const outer = axes.filter((i) => !inner.includes(i));
    const updates = transpose(builder, gradient, [...inner, ...outer]);
    const order = [axis, ...[...shape.keys()].filter((i) => i !== axis)];
    const zeros = zerosLike(builder, { type, shape: order.map((i) => nth(shape, i)) });
    const sums = compose.scatterRows(builder, zeros, places, updates);
    const back = shape.map((_, i) => order.indexOf(i));
    return [transpose(builder, sums, back)];
  }),
};

/** For each index, which has the shape of the output, the entry there along an axis. */
const gatherElements: Operator = {
  name: 'GatherElements',
  infer(application) {
    const [{ type, shape }, indices] = inputsOf(application, 2);
    expectElementIndices(application, shape, indices);
    return [{ type, shape: indices.shape }];
  },
  gradient: ofOneOutput(({ builder, node, input, gradient }) => {
    const zeros = zerosLike(builder, input);
    const axis = axisIn(node, input.shape);
    return [compose.scatterElements(builder, zeros, nth(node.inputs, 1), gradient, axis)];
  }),
};

/** A tensor to whose entries, picked along an axis by indices, updates were added. */
const scatterElements: Operator = {
  name: 'ScatterElements',
  infer(application) {
    const [{ type, shape }, indices, updates] = scatterInputs(application);
    expectElementIndices(application, shape, indices);
    if (!sameShape(indices.shape, updates.shape)) {
      throw new GraphError('indices and updates differ in shape');
    }
    return [{ type, shape }];
  },
  gradient: ofOneOutput(({ builder, node, input, gradient }) => {
    const axis = axisIn(node, input.shape);
    return [gradient, null, compose.gatherElements(builder, gradient, nth(node.inputs, 1), axis)];
  }),
};

/** A tensor to whose slices along axis 0, at indices [..., 1], updates were added. */
const scatterND: Operator = {
  name: 'ScatterND',
  infer(application) {
    const [{ type, shape }, indices, updates] = scatterInputs(application);
    if (indices.shape.at(-1) !== 1) throw new GraphError('it takes indices of slices along axis 0');
    const expected = [...indices.shape.slice(0, -1), ...shape.slice(1)];
    if (shape.length === 0 || !sameShape(expected, updates.shape)) {
      throw new GraphError(`its updates must be ${shapeText(expected)}`);
    }
    return [{ type, shape }];
  },
  gradient: ofOneOutput(({ builder, node, gradient }) => {
    const indices = nth(node.inputs, 1);
    const places = reshape(builder, indices, indices.shape.slice(0, -1));
    return [gradient, null, compose.gather(builder, gradient, places)];
  }),
};

/** Entries of the second input where the first holds, of the third elsewhere. */
const where: Operator = {
  name: 'Where',
  infer(application) {
    const [condition, yes, no] = inputsOf(application, 3);
    expectType(condition, 'bool');
    expectSameType(yes, no);
    const shape = broadcastShape(condition.shape, broadcastShape(yes.shape, no.shape));
    return [{ type: yes.type, shape }];
  },
  gradient: ofOneOutput(({ builder, node, gradient }) => {
    const [condition, yes, no] = inputsOf(node, 3);
    const zero = builder.constant(0, [], gradient.type);
    return [
      null,
      sumTo(builder, compose.where(builder, condition, gradient, zero), yes.shape),
      sumTo(builder, compose.where(builder, condition, zero, gradient), no.shape),
    ];
  }),
};

/** The operators that choose entries, or add to chosen ones. */
export const SELECTIONS: readonly Operator[] = [
  gather,
  gatherElements,
  scatterElements,
  scatterND,
  where,
];

function axisIn(
  { attributes }: Pick<Application, 'attributes'>,
  { length }: readonly number[],
): number {
  return axisOf(intOf(attributes, 'axis', 0), length);
}

function expectElementIndices(
  application: Application,
  shape: readonly number[],
  indices: GraphValue,
): void {
  expectType(indices, 'int64');
  const axis = axisIn(application, shape);
  const fits = shape.every((length, i) => i === axis || nth(indices.shape, i) <= length);
  if (indices.shape.length !== shape.length || !fits) {
    throw new GraphError(`the indices reach past it outside axis ${axis}`);
  }
}

function scatterInputs(application: Application): readonly [GraphValue, GraphValue, GraphValue] {
  const [input, indices, updates] = inputsOf(application, 3);
  expectType(indices, 'int64');
  expectSameType(input, updates);
  const { reduction } = application.attributes;
  if (reduction?.kind !== 'string' || reduction.value !== 'add') {
    throw new GraphError('updates can only be added');
  }
  return [input, indices, updates];
}
