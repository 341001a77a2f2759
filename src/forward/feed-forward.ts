import type { Block } from '../architecture/architecture.ts';
import type { GraphValue } from '../onnx/graph.ts';
import { activate, linearLayer } from './layers.ts';
import type { PassContext } from './pass-context.ts';
import { tapped } from './tapped.ts';

/** What the feed-forward layers of a block give. */
export interface FeedForwardTaps {
  readonly preActivations: readonly GraphValue[];
  readonly activations: readonly GraphValue[];
  /** Before residual and norm, [batch, length, h]. */
  readonly mixed: GraphValue;
}

/** Linear layers h -> f1 -> ... -> fs -> h with the activation function between them. */
export function buildFeedForward(
  context: PassContext,
  { feedForwardWidths, activation }: Block,
  path: string,
  value: GraphValue,
): FeedForwardTaps {
  const { feedForwardIn, feedForwardStack, feedForwardOut } = context.names;
  const preActivations: GraphValue[] = [];
  const activations: GraphValue[] = [];
  let last = value;
  for (const index of feedForwardWidths.keys()) {
    const name = index === 0 ? feedForwardIn : `${feedForwardStack}.${index}.dense`;
    const before = tapped(context.builder, linearLayer(context, `${path}.${name}`, last));
    last = activate(context, activation, before);
    preActivations.push(before);
    activations.push(last);
  }
  return {
    preActivations,
    activations,
    mixed: linearLayer(context, `${path}.${feedForwardOut}`, last),
  };
}
