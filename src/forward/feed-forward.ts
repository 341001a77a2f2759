import type { Block } from '../architecture/block.ts';
import type { LayerNames } from '../architecture/feed-forward-layers.ts';
import { add, mul } from '../onnx/compose/arithmetic.ts';
import { neg } from '../onnx/compose/functions.ts';
import { reshape, slice } from '../onnx/compose/shapes.ts';
import type { GraphValue } from '../onnx/graph.ts';
import { activate, atMost } from './activations.ts';
import { groupedLayer, linearLayer } from './layers.ts';
import type { PassContext } from './pass-context.ts';
import { tapped } from './tapped.ts';

/** What the feed-forward layers of a block give. */
export interface FeedForwardTaps {
  readonly preActivations: readonly GraphValue[];
  readonly activations: readonly GraphValue[];
  /** Before residual and norm, [batch, length, h]. */
  readonly mixed: GraphValue;
}

/** A linear layer, by its name: [..., in] becomes [..., out]. */
export type NamedLayer = (name: string, value: GraphValue) => GraphValue;

/**
 * Linear layers h -> f1 -> ... -> fs -> h with the activation function between them. If gated, the
 * first is multiplied by the activation of the gate (Shazeer 2020, equation 6), and the tap before
 * it is that of the gate, also where both are limited, as in gpt-oss; in a linear pass, which has no products of activations, a unit is the mean
 * of both.
 *
 * @param kept broadcast to the first layer: what the units before their activation are multiplied
 *   by, 0 for those that take no part; null for nothing
 */
export function buildNetwork(
  context: PassContext,
  block: Block,
  { names, layer }: { readonly names: LayerNames; readonly layer: NamedLayer },
  value: GraphValue,
  kept: GraphValue | null = null,
): FeedForwardTaps {
  const { builder } = context;
  const { feedForwardWidths, activation, gated, fusedGate } = block;
  const preActivations: GraphValue[] = [];
  const activations: GraphValue[] = [];
  let last = value;
  for (const [index, width] of feedForwardWidths.entries()) {
    const name = index === 0 ? names.first : `${names.stack}.${index}.dense`;
    let whole: GraphValue;
    let other: GraphValue | null = null;
    if (index > 0 || !gated) whole = layer(name, last);
    else if (fusedGate) {
      const both = layer(names.fused, last);
      [whole, other] = partGate(builder, both, width, names.inPairs === true);
    } else {
      whole = layer(names.gate, last);
      other = layer(name, last);
    }
    const before = tapped(builder, kept === null ? whole : mul(builder, whole, kept));
    last =
      other === null
        ? activate(context, activation, before)
        : joinGate(context, block, before, other);
    preActivations.push(before);
    activations.push(last);
  }
  return { preActivations, activations, mixed: layer(names.last, last) };
}

/** A gate and what it multiplies, [..., width] each, of a layer that gives both. */
function partGate(
  builder: PassContext['builder'],
  both: GraphValue,
  width: number,
  inPairs: boolean,
): readonly [GraphValue, GraphValue] {
  const axis = both.shape.length - 1;
  if (!inPairs) {
    return [slice(builder, both, axis, 0, width), slice(builder, both, axis, width, 2 * width)];
  }
  const before = both.shape.slice(0, -1);
  const pairs = reshape(builder, both, [...before, width, 2]);
  const nth = (start: number): GraphValue =>
    reshape(builder, slice(builder, pairs, axis + 1, start, start + 1), [...before, width]);
  return [nth(0), nth(1)];
}

/** The feed-forward layers of a block: {@link buildNetwork} of its weights. */
export function buildFeedForward(
  context: PassContext,
  block: Block,
  path: string,
  value: GraphValue,
): FeedForwardTaps {
  const { names } = context;
  const { feedForwardIn, feedForwardInGated = feedForwardIn } = names;
  const own = {
    first: block.gated ? feedForwardInGated : feedForwardIn,
    gate: names.feedForwardGate,
    fused: names.feedForwardInFused,
    inPairs: names.gateInPairs,
    stack: names.feedForwardStack,
    last: names.feedForwardOut,
  };
  const build = block.feedForwardGroups > 1 ? groupedLayer : linearLayer;
  const layer: NamedLayer = (name, input) => build(context, `${path}.${name}`, input);
  return buildNetwork(context, block, { names: own, layer }, value);
}

/** What a gate lets through, before its activation, and what it multiplies. */
function joinGate(
  context: PassContext,
  { activation, gateLimit }: Block,
  gate: GraphValue,
  other: GraphValue,
): GraphValue {
  const { builder, kind } = context;
  if (kind === 'linear') return mul(builder, add(builder, gate, other), 0.5);
  if (gateLimit === null) return mul(builder, activate(context, activation, gate), other);
  const active = activate(context, activation, atMost(builder, gate, gateLimit));
  const below = atMost(builder, other, gateLimit);
  const inside = neg(builder, atMost(builder, neg(builder, below), gateLimit));
  return mul(builder, active, add(builder, inside, 1));
}
