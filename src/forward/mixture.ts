import type { Block } from '../architecture/block.ts';
import type { MixtureOfExperts } from '../architecture/mixture-of-experts.ts';
import { add, mul } from '../onnx/compose/arithmetic.ts';
import { sigmoid } from '../onnx/compose/functions.ts';
import { linear } from '../onnx/compose/matmul.ts';
import { reshape, slice, split } from '../onnx/compose/shapes.ts';
import type { GraphValue } from '../onnx/graph.ts';
import { nth } from '../onnx/shape.ts';
import { expertRoutes } from './expert-routes.ts';
import { buildNetwork, type FeedForwardTaps, type NamedLayer } from './feed-forward.ts';
import { threeAxes } from './heads.ts';
import { linearLayer } from './layers.ts';
import type { PassContext } from './pass-context.ts';

/**
 * A mixture of experts (Jiang et al. 2024, section 2.1): the sum of the outputs of the experts of
 * greatest score, each by its weight. The weights of those that are chosen are scores, or sum to 1, and
 * are multiplied by a scale; they may multiply what experts read in place of their outputs, as in
 * Llama 4. An expert that every token takes is added, by a sigmoid if it has a gate.
 *
 * The graph computes every expert for every token, and adds up those that are chosen: lengths of a
 * graph depend on no token. Units of an expert are 0 before their activation where a token is routed
 * past it. The taps are those of all experts, then of the one that every token takes.
 *
 * In a linear pass every expert has the same part, and nothing depends on router and gate.
 *
 * @param value [batch, length, h]
 */
export function buildMixture(
  context: PassContext,
  block: Block,
  experts: MixtureOfExperts,
  path: string,
  value: GraphValue,
): FeedForwardTaps {
  const { builder, names, kind } = context;
  const { count, sharedWidth } = experts;
  const isLinear = kind === 'linear';
  const routes = isLinear
    ? null
    : expertRoutes(context, experts, linearLayer(context, `${path}.${names.router}`, value));
  const layersOf = expertLayers(context, block, experts, path);
  const networks: FeedForwardTaps[] = [];
  const parts: GraphValue[] = [];
  const ofExpert = (whole: GraphValue, index: number): GraphValue =>
    slice(builder, whole, 2, index, index + 1);
  for (let index = 0; index < count; index++) {
    const chosen = routes?.chosen ?? null;
    const kept = chosen === null ? null : ofExpert(chosen, index);
    const network = { names: expertNames(names), layer: layersOf(index) };
    const weight = routes === null ? null : ofExpert(routes.weights, index);
    const weighsInputs = weight !== null && experts.weighs === 'inputs';
    const input = weighsInputs ? mul(builder, value, weight) : value;
    const built = buildNetwork(context, block, network, input, kept);
    networks.push(built);
    const part = weighsInputs ? kept : weight;
    if (weight === null) parts.push(mul(builder, built.mixed, experts.scale / count));
    else parts.push(part === null ? built.mixed : mul(builder, built.mixed, part));
  }
  if (sharedWidth !== null) {
    const at = `${path}.${names.sharedExpert}`;
    const network = {
      names: expertNames(names),
      layer: (name: string, input: GraphValue) => linearLayer(context, `${at}.${name}`, input),
    };
    const own = { ...block, feedForwardWidths: [sharedWidth] };
    const plain = experts.stacked ? { ...own, fusedGate: false } : own;
    const built = buildNetwork(context, plain, network, value);
    networks.push(built);
    const isGated = experts.sharedGate && !isLinear;
    const gate = `${path}.${names.sharedExpertGate}`;
    parts.push(
      isGated
        ? mul(builder, built.mixed, sigmoid(builder, linearLayer(context, gate, value)))
        : built.mixed,
    );
  }
  return {
    preActivations: networks.flatMap(({ preActivations }) => preActivations),
    activations: networks.flatMap(({ activations }) => activations),
    mixed: parts.reduce((sum, part) => add(builder, sum, part)),
  };
}

function expertNames(names: PassContext['names']) {
  return {
    first: names.expertIn,
    gate: names.expertGate,
    fused: names.expertInFused,
    inPairs: names.gateInPairs,
    stack: 'stack',
    last: names.expertOut,
  };
}

/** Gives the layers of an expert, whose matrices are its own, or parts of those of all. */
function expertLayers(
  context: PassContext,
  block: Block,
  { count, stacked }: MixtureOfExperts,
  path: string,
): (index: number) => NamedLayer {
  const { builder, names, weights } = context;
  const all = `${path}.${names.experts}`;
  if (!stacked) {
    return (index) => (name, value) => linearLayer(context, `${all}.${index}.${name}`, value);
  }
  const ones = Array.from({ length: count }, () => 1);
  return (index) => (name, value) => {
    const at = `${all}.${name}`;
    // Equal nodes are made once: the pieces are those of all experts.
    const part = (whole: string): GraphValue =>
      nth(split(builder, weights.get(whole), ones, 0), index);
    const matrix = part(at);
    const [, outputs, inputs] = threeAxes(matrix);
    const biasPath = at.endsWith('.weight') ? at.replace(/weight$/, 'bias') : `${at}_bias`;
    const bias = block.bias ? reshape(builder, part(biasPath), [outputs]) : null;
    return linear(builder, value, reshape(builder, matrix, [outputs, inputs]), bias);
  };
}
