import type { NormKind } from '../architecture/norm.ts';
import type { Positions } from '../architecture/positions.ts';
import type { WeightNames } from '../architecture/weight-names.ts';
import type { GraphBuilder } from '../onnx/graph-builder.ts';
import type { GraphValue } from '../onnx/graph.ts';
import type { Padding, PassKind } from './forward-pass.ts';
import type { PassWeights } from './pass-weights.ts';

/** What keys and values are projected from, and what it was built with: its mask of padding. */
export interface Memory {
  /** [batch, length, h], for the attention over an encoder its output */
  readonly value: GraphValue;
  /** What values are projected from, where that is something else, as in a bottleneck. */
  readonly values?: GraphValue;
  readonly context: PassContext;
  /** Of an encoder, the outputs of its layers before the last, the nearest to it first. */
  readonly earlier?: readonly GraphValue[];
}

/** What the parts of a pass are built with. */
export interface PassContext {
  readonly builder: GraphBuilder;
  readonly weights: PassWeights;
  readonly names: WeightNames;
  readonly kind: PassKind;
  /** What the norms of the model have. */
  readonly normKind: NormKind;
  /** Added to the variance of what a norm takes. */
  readonly normEpsilon: number;
  /** How positions are told apart, unless an operation has a way of its own. */
  readonly positions: Positions;
  /** Null where every sequence is as long as the pass. */
  readonly padding: Padding | null;
  readonly batch: number;
  readonly sequenceLength: number;
  /** What the blocks of a decoder attend to after themselves; null in any other stack. */
  readonly memory: Memory | null;
  /** Values that blocks share, as the mask of later tokens, by what they are. */
  readonly shared: Map<string, GraphValue>;
}

/** A value that is built once, when it is first asked for. */
export function sharedValue(
  { shared }: PassContext,
  key: string,
  build: () => GraphValue,
): GraphValue {
  const known = shared.get(key);
  if (known !== undefined) return known;
  const value = build();
  shared.set(key, value);
  return value;
}
