import type { Block } from '../architecture/block.ts';
import type { NormPlace } from '../architecture/norm.ts';
import { feedForwardInBlock, nameInBlock } from '../architecture/weight-names.ts';
import { add, mul } from '../onnx/compose/arithmetic.ts';
import type { GraphValue } from '../onnx/graph.ts';
import { buildBlockConvolution } from './block-convolution.ts';
import { enterBlock } from './bottleneck.ts';
import { buildCrossAttention } from './cross-attention.ts';
import { buildFeedForward, type FeedForwardTaps } from './feed-forward.ts';
import type { BlockTaps } from './forward-pass.ts';
import { normLayer } from './layers.ts';
import { buildLinearTransform } from './linear-transform.ts';
import { buildMixture } from './mixture.ts';
import type { OperationTaps } from './operation-taps.ts';
import type { PassContext } from './pass-context.ts';
import { buildSelfAttention } from './self-attention.ts';
import { buildSeparableConvolution } from './separable-convolution.ts';
import { tapped } from './tapped.ts';

/**
 * One block: a token-mixing operation and feed-forward layers, each with a residual and norms: after
 * the sum (BERT), before the layers (GPT-2), there and before the sum (Gemma 2), or before the sum
 * alone (OLMo-2). What is added may be multiplied, by a number or by a learned vector (DINOv2).
 * All that may be inside a bottleneck. Parallel feed-forward layers read what the operation reads,
 * before or after its norm. A linear transform has neither residual nor norm: in the released code of
 * FlexiBERT what it gives takes the place of its input.
 *
 * @param index of the block, from 0
 * @param place of the block in the names of its weights
 * @param value [batch, length, h]
 */
export function buildBlock(
  context: PassContext,
  outer: Block,
  index: number,
  place: number | string,
  value: GraphValue,
): BlockTaps {
  const { builder, names } = context;
  const at: NameOf = (part) => nameInBlock(names, place, part);
  const { inner: block, input, queries, values, leave } = enterBlock(context, outer, at, value);
  const { parallel } = block;
  const isTransform = block.operation.kind === 'linear-transform';
  const first = subModule(context, block, at, {
    normed: block.firstNorm && !isTransform,
    norm: names.operationNorm,
    outputNorm: names.operationOutputNorm,
    scale: names.operationScale,
  });
  const read = first.before(input);
  const { mixed, ...taps } = buildOperation(context, block, index, at(names.operation), {
    read: queries ?? read,
    values,
  });
  const own = isTransform ? tapped(builder, mixed) : first.join(mixed, input);
  const crossing = subModule(context, block, at, {
    normed: true,
    norm: names.crossOperationNorm,
    outputNorm: names.crossOperationOutputNorm,
    scale: names.crossOperationScale,
  });
  const cross = buildCross(context, block, index, at(names.crossOperation), () =>
    crossing.before(own),
  );
  const operationOutput = cross === null ? own : crossing.join(cross.mixed, own);
  const source = parallel === null ? operationOutput : parallel === 'one-norm' ? read : input;
  const path = feedForwardInBlock(names, place);
  const fed = buildFeedForwards(context, block, { at, path }, source, operationOutput);
  return {
    operation: block.operation.kind,
    input: value,
    ...taps,
    cross,
    operationOutput,
    preActivations: fed.preActivations,
    activations: fed.activations,
    output: buildBlockConvolution(context, block, index, value, leave(fed.mixed)),
  };
}

/**
 * The feed-forward networks of a block one after another, each added to what it reads, with a norm of
 * its own: what they give is the sum after the last.
 *
 * @param source what the first reads before its norm
 * @param residual what its output is added to
 */
function buildFeedForwards(
  context: PassContext,
  block: Block,
  { at, path }: { readonly at: NameOf; readonly path: string },
  source: GraphValue,
  residual: GraphValue,
): FeedForwardTaps {
  const { names } = context;
  const { experts, feedForwardRepeats } = block;
  const networks: FeedForwardTaps[] = [];
  let [read, last] = [source, residual];
  for (let repeat = 1; repeat <= feedForwardRepeats; repeat++) {
    // The last has the names of the only one.
    const own = repeat === feedForwardRepeats ? '' : `${names.feedForwards}.${repeat - 1}.`;
    const network = `${path}.${own}`.slice(0, -1);
    const around = subModule(context, block, (part) => at(`${own}${part}`), {
      normed: block.parallel !== 'one-norm',
      norm: names.feedForwardNorm,
      outputNorm: names.feedForwardOutputNorm,
      scale: names.feedForwardScale,
    });
    const input = around.before(read);
    const fed =
      experts === null
        ? buildFeedForward(context, block, network, input)
        : buildMixture(context, block, experts, network, input);
    networks.push(fed);
    last = around.join(fed.mixed, last);
    read = last;
  }
  return {
    preActivations: networks.flatMap(({ preActivations }) => preActivations),
    activations: networks.flatMap(({ activations }) => activations),
    mixed: last,
  };
}

/** The name of a part of a block. */
type NameOf = (part: string) => string;

/** What surrounds a sub-module of a block. */
interface SubModule {
  /** What the sub-module reads. */
  readonly before: (input: GraphValue) => GraphValue;
  /** The sum of what it gives and of the residual. */
  readonly join: (mixed: GraphValue, residual: GraphValue) => GraphValue;
}

function subModule(
  context: PassContext,
  { norm: place, residualScale, layerScale }: Block,
  at: NameOf,
  names: { readonly normed: boolean } & Readonly<Record<'norm' | 'outputNorm' | 'scale', string>>,
): SubModule {
  const { builder, weights } = context;
  const normAt = (places: readonly NormPlace[], name: string, value: GraphValue): GraphValue =>
    names.normed && places.includes(place) ? normLayer(context, at(name), value) : value;
  const scaled = (mixed: GraphValue): GraphValue => {
    const learned = layerScale ? mul(builder, mixed, weights.get(at(names.scale))) : mixed;
    return residualScale === 1 ? learned : mul(builder, learned, residualScale);
  };
  return {
    before: (input) => normAt(['pre', 'sandwich'], names.norm, input),
    join: (mixed, residual) => {
      const added = scaled(normAt(['sandwich', 'output'], names.outputNorm, mixed));
      return normAt(['post'], names.norm, add(builder, added, residual));
    },
  };
}

/** The attention over the output of the encoder; null in a block that has none. */
function buildCross(
  context: PassContext,
  block: Block,
  index: number,
  path: string,
  read: () => GraphValue,
): OperationTaps | null {
  const { memory } = context;
  const { operation, crossAttention } = block;
  if (memory === null || !crossAttention || operation.kind !== 'self-attention') return null;
  return buildCrossAttention(context, block, operation, index, path, read(), memory);
}

function buildOperation(
  context: PassContext,
  block: Block,
  index: number,
  path: string,
  { read: value, values }: { readonly read: GraphValue; readonly values: GraphValue | null },
): OperationTaps {
  const { operation } = block;
  switch (operation.kind) {
    case 'self-attention':
      return buildSelfAttention(context, block, operation, index, path, value, {
        ...{ value, context },
        ...(values !== null && { values }),
      });
    case 'linear-transform':
      return buildLinearTransform(context, block, operation, path, value);
    case 'separable-convolution':
      return buildSeparableConvolution(context, block, operation, path, value);
    default:
      // See findForwardProblem, which refuses it.
      throw new RangeError(`the operation ${block.operation.kind} can't be run`);
  }
}
