import type { Block } from '../architecture/architecture.ts';
import { add, mul } from '../onnx/compose/arithmetic.ts';
import type { GraphValue } from '../onnx/graph.ts';
import { activate } from './activations.ts';
import { linearLayer } from './layers.ts';
import type { PassContext } from './pass-context.ts';
import { tapped } from './tapped.ts';

/** What the feed-forward layers of a block give. */
export interface FeedForwardTaps {
  readonly preActivations: readonly GraphValue[];
  readonly activations: readonly GraphValue[];
  /** Before residual and norm, [batch, length, h]. */
  readonly mixed: GraphValue;
}

/**
 * Linear layers h -> f1 -> ... -> fs -> h with the activation function between them. If gated, the
 * first is multiplied by the activation of the gate (Shazeer 2020, equation 6), and the tap before
 * it is that of the gate; in a linear pass, which has no products of activations, a unit is the mean
 * of both.
 */
export function buildFeedForward(
  context: PassContext,
  { feedForwardWidths, activation, gated }: Block,
  path: string,
  value: GraphValue,
): FeedForwardTaps {
  const { builder, names } = context;
  const { feedForwardIn, feedForwardInGated, feedForwardStack, feedForwardOut } = names;
  const first = gated ? (feedForwardInGated ?? feedForwardIn) : feedForwardIn;
  const preActivations: GraphValue[] = [];
  const activations: GraphValue[] = [];
  let last = value;
  for (const index of feedForwardWidths.keys()) {
    const name = index === 0 ? first : `${feedForwardStack}.${index}.dense`;
    const isGated = index === 0 && gated;
    const layer = (own: string): GraphValue => linearLayer(context, `${path}.${own}`, last);
    const before = tapped(builder, layer(isGated ? names.feedForwardGate : name));
    const active = activate(context, activation, before);
    last = isGated ? joinGate(context, active, layer(name)) : active;
    preActivations.push(before);
    activations.push(last);
  }
  return {
    preActivations,
    activations,
    mixed: linearLayer(context, `${path}.${feedForwardOut}`, last),
  };
}

function joinGate({ builder, kind }: PassContext, gate: GraphValue, other: GraphValue): GraphValue {
  return kind === 'linear'
    ? mul(builder, add(builder, gate, other), 0.5)
    : mul(builder, gate, other);
}
