import { add, mul } from '../../src/onnx/compose/arithmetic.ts';
import { reduceSum } from '../../src/onnx/compose/reductions.ts';
import { zerosLike } from '../../src/onnx/compose/shapes.ts';
import { differentiate } from '../../src/onnx/differentiate.ts';
import { GraphBuilder } from '../../src/onnx/graph-builder.ts';
import type { ElementType, FloatType, Graph, GraphValue } from '../../src/onnx/graph.ts';
import reference from '../reference/operators.json' with { type: 'json' };
import { CASES } from './operator-cases.ts';
import type { Tensor } from './tensor.ts';

export type ReferenceCase = (typeof reference.cases)[number];

/** A case as a graph that computes outputs, gradients and gradients of gradients. */
export interface CaseGraph {
  readonly builder: GraphBuilder;
  readonly graph: Graph;
  /** Entries of all its inputs. */
  readonly feeds: ReadonlyMap<string, Tensor>;
  /** The float inputs, whose gradients are taken. */
  readonly variables: readonly GraphValue[];
  readonly outputs: readonly GraphValue[];
  /** The sum of the outputs times the case's weights. */
  readonly loss: GraphValue;
  readonly gradients: readonly GraphValue[];
  /** The sum of the gradients times the case's other weights. */
  readonly sumOfGradients: GraphValue;
  readonly secondGradients: readonly GraphValue[];
}

/** The weighted sum of tensors, the weights fed as inputs. */
function weigh(
  builder: GraphBuilder,
  values: readonly (GraphValue | null)[],
  weights: readonly GraphValue[],
): GraphValue {
  return values.reduce<GraphValue>(
    (sum, value, index) =>
      value === null
        ? sum
        : add(builder, sum, reduceSum(builder, mul(builder, value, weights[index]!))),
    builder.constant(0),
  );
}

export function caseGraph(item: ReferenceCase, type: FloatType): CaseGraph {
  const build = CASES.get(item.name);
  if (build === undefined) throw new Error(`nobody builds the case ${item.name}`);
  const builder = new GraphBuilder(type);
  const feeds = new Map<string, Tensor>();
  const feed = (
    name: string,
    tensor: { shape: number[]; data: number[] },
    as: ElementType,
  ): GraphValue => {
    feeds.set(name, { shape: tensor.shape, data: Float64Array.from(tensor.data) });
    return builder.input(name, tensor.shape, as);
  };
  const inputs = item.inputs.map((tensor, index) =>
    feed(`x${index}`, tensor, tensor.type === 'int64' ? 'int64' : type),
  );
  const c = item.outputWeights.map((tensor, index) => feed(`c${index}`, tensor, type));
  const d = item.gradientWeights.map((tensor, index) => feed(`d${index}`, tensor, type));
  const outputs = [build(builder, inputs)].flat();
  const variables = inputs.filter((input) => input.type === type);
  const loss = weigh(builder, outputs, c);
  const gradientOf = differentiate(builder, loss);
  const sumOfGradients = weigh(builder, variables.map(gradientOf), d);
  const secondOf = differentiate(builder, sumOfGradients);
  const orZeros = (of: typeof gradientOf): GraphValue[] =>
    variables.map((variable) => of(variable) ?? zerosLike(builder, variable));
  const [gradients, secondGradients] = [orZeros(gradientOf), orZeros(secondOf)];
  const results = [loss, ...outputs, ...gradients, sumOfGradients, ...secondGradients];
  const graph = builder.build(results);
  return {
    builder,
    graph,
    feeds,
    variables,
    outputs,
    loss,
    gradients,
    sumOfGradients,
    secondGradients,
  };
}
