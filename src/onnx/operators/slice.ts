import { constantInts } from '../checks.ts';
import { pad } from '../compose/shapes.ts';
import { nth } from '../nth.ts';
import { GraphError } from '../graph-error.ts';
import { ofOneOutput, type Application, type Operator } from '../operator.ts';
import { axisOf } from '../shape.ts';

/** The entries from a start on and before an end along one axis; every entry, no steps. */
export const slice: Operator = {
  name: 'Slice',
  infer(application) {
    const { type, shape } = nth(application.inputs, 0);
    const { axis, start, end } = rangeOf(application);
    return [{ type, shape: shape.with(axis, end - start) }];
  },
  gradient: ofOneOutput(({ builder, node, gradient }) => {
    const { axis, start, end, length } = rangeOf({ ...node, constantOf: builder.constantOf });
    return [pad(builder, gradient, axis, start, length - end)];
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
