import type { Operation } from '../architecture/architecture.ts';
import type { Weight } from '../architecture/weight.ts';
import type { GraphBuilder } from '../graph/graph-builder.ts';
import type { GraphValue } from '../graph/graph.ts';

/** Values inside a block that proxies read. B: batch, T: length, H: heads, d: head size, h: hidden. */
export interface BlockTaps {
  readonly operation: Operation['kind'];
  /** [B, H, T, T], the softmax of attention. */
  readonly probabilities: GraphValue | null;
  /** [B, H, T, d], before the output projection. */
  readonly headOutputs: GraphValue | null;
  /** [B, T, h], after norm and residual sum. */
  readonly operationOutput: GraphValue;
  /** [B, T, f] of each feed-forward layer, before and after its activation. */
  readonly preActivations: readonly GraphValue[];
  readonly activations: readonly GraphValue[];
  /** [B, T, h]. */
  readonly output: GraphValue;
}

/** A network as a graph. */
export interface ForwardPass {
  readonly builder: GraphBuilder;
  readonly inputs: {
    /** int64 [B, T], rows of the word table. */
    readonly tokens: GraphValue;
    /** [R], 0 or a very negative number for rows of the table that pad it. */
    readonly wordBias: GraphValue | null;
  };
  /** By their paths, which name the graph's inputs. */
  readonly weights: ReadonlyMap<string, { readonly value: GraphValue; readonly weight: Weight }>;
  /** [B, T, h], the input of the first block. */
  readonly embedded: GraphValue;
  readonly blocks: readonly BlockTaps[];
  /** [B, T, h], after the final norm. */
  readonly hidden: GraphValue;
}
