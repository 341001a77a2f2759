import { intOf, intsOf } from './attributes.ts';
import { constantInts, expectFloat } from './checks.ts';
import { expand, reshape } from './compose/shapes.ts';
import type { Attributes, GraphValue } from './graph.ts';
import type { Builder } from './builder.ts';
import { nth } from './nth.ts';
import { GraphError } from './graph-error.ts';
import { ofOneOutput, type Application, type Operator } from './operator.ts';
import { axesOf } from './shape.ts';

/** A node that reduces axes, whose input's gradient is wanted. */
export interface ReductionRequest {
  readonly builder: Builder;
  readonly input: GraphValue;
  /** Counted from 0, ascending. */
  readonly axes: readonly number[];
  /** The output with every reduced axis kept as 1. */
  readonly output: GraphValue;
  /** Of the output, with every reduced axis kept as 1. */
  readonly gradient: GraphValue;
  /** Number of entries that become one. */
  readonly count: number;
}

/**
 * An operator that makes one entry of those along some axes. In opset 17 ReduceSum takes its axes
 * as an input, the others as an attribute.
 *
 * @param gradient of the input, of a shape that is broadcast to the input's
 */
export function reductionOperator(
  name: string,
  axesFrom: 'input' | 'attribute',
  gradient: (request: ReductionRequest) => GraphValue,
): Operator {
  const axesIn = (application: Application): readonly number[] =>
    axesFrom === 'input'
      ? constantInts(application, nth(application.inputs, 1))
      : intsOf(application.attributes, 'axes');
  return {
    name,
    infer(application) {
      const { inputs, attributes } = application;
      const input = nth(inputs, 0);
      if (inputs.length !== (axesFrom === 'input' ? 2 : 1)) {
        throw new GraphError('it takes a tensor and its axes');
      }
      expectFloat(input);
      const axes = axesOf(axesIn(application), input.shape.length);
      if (axes.length === 0) throw new GraphError('no axis is named');
      return [{ type: input.type, shape: reducedShape(input.shape, axes, attributes) }];
    },
    gradient: ofOneOutput(({ builder, node, input, output, gradient: ofOutput }) => {
      const { constantOf } = builder;
      const axes = axesOf(axesIn({ ...node, constantOf }), input.shape.length);
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
}

function keptShape(shape: readonly number[], axes: readonly number[]): readonly number[] {
  return shape.map((length, axis) => (axes.includes(axis) ? 1 : length));
}

function reducedShape(
  shape: readonly number[],
  axes: readonly number[],
  attributes: Attributes,
): readonly number[] {
  return intOf(attributes, 'keepdims', 1) === 0
    ? shape.filter((_, axis) => !axes.includes(axis))
    : keptShape(shape, axes);
}
