import type { Architecture, Operation } from '../architecture/architecture.ts';
import type { Weight } from '../architecture/weight.ts';
import type { GraphBuilder } from '../onnx/graph-builder.ts';
import type { FloatType, GraphValue } from '../onnx/graph.ts';
import type { InitializationScheme } from '../initialization/initialization-scheme.ts';
import type { EmbeddingMatrix } from './embedding-matrices.ts';

/**
 * The kinds of passes: the network itself, or SynFlow's linear one (Tanaka et al. 2020, section 4),
 * in which every weight enters by its magnitude, the input is all ones, norms and activations pass
 * on what they get, and every softmax is the uniform average over what it may choose from.
 */
export const PASS_KINDS = ['network', 'linear'] as const;

/** A kind of pass. */
export type PassKind = (typeof PASS_KINDS)[number];

/** How a forward pass is built. */
export interface ForwardOptions {
  /** Sequences of the batch. */
  readonly batch: number;
  /** Tokens of each sequence. */
  readonly sequenceLength: number;
  /** `network` if absent. */
  readonly kind?: PassKind;
  /** float32 if absent; float64 of a linear pass, whose sums overflow float32. */
  readonly type?: FloatType;
  /** How the weights are drawn; `normal` if absent. */
  readonly initialization?: InitializationScheme;
  /**
   * Which tokens the embedding matrices hold: those of the batch (if absent), so that inputs are rows
   * of matrices as long as a batch may need; or all, so that inputs are token ids.
   */
  readonly vocabulary?: 'batch' | 'all';
  /**
   * Whether sequences may be shorter than the pass: a network pass then takes an attention mask, and
   * the types of tokens where the model has several. What it gives for tokens is what it gives for
   * their sequence alone, and no part of it is as large as its lengths.
   */
  readonly padded?: boolean;
}

/** The inputs of a pass over sequences that are padded to one length. */
export interface Padding {
  /** int64 [batch, length]: 1 where a token is, 0 where padding is. */
  readonly attentionMask: GraphValue;
  /** int64 [batch, length]; null where the model has one token type or none. */
  readonly tokenTypes: GraphValue | null;
}

/** What is fed to a pass, besides its weights. */
export interface ForwardInputs {
  /** Rows of the embedding matrix, int64 [batch, length]; null in a linear pass. */
  readonly tokens: GraphValue | null;
  /**
   * [rows] of the embedding matrix: 0, or a very negative number for the rows that no token of the
   * batch needs; null where the matrices hold all tokens, and in a linear pass.
   */
  readonly tokenBias: GraphValue | null;
  /** Null in a pass whose sequences are all as long as it is. */
  readonly padding: Padding | null;
}

/** A weight that a pass uses. */
export interface PassWeight {
  /** The input of the graph, named by the weight's path. */
  readonly value: GraphValue;
  /** As the inventory has it; an embedding matrix is fed with fewer rows. */
  readonly weight: Weight;
}

/** The output of a linear layer inside a token-mixing operation. */
export interface ProjectionTap {
  readonly name: 'query' | 'key' | 'value' | 'similarity' | 'input';
  /** [batch, length, width] */
  readonly value: GraphValue;
}

/** The values of a block that a proxy may need. B sequences of T tokens, hidden size h. */
export interface BlockTaps {
  readonly operation: Operation['kind'];
  /** [B, T, h] */
  readonly input: GraphValue;
  /** Queries, keys and values, or the input of a linear transform, before they part into heads. */
  readonly projections: readonly ProjectionTap[];
  /** Softmax of attention, [B, heads, T, T]; null where there is none, and in a linear pass. */
  readonly probabilities: GraphValue | null;
  /** Kernels of a dynamic convolution, [B, T, heads, kernel size]; null where there is none. */
  readonly kernels: GraphValue | null;
  /**
   * What each head gives, before the output projection, [B, heads, T, size]: of a dynamic convolution
   * the heads that attend, then those that convolve; of a linear transform what it makes of them.
   */
  readonly headOutputs: GraphValue;
  /** What the feed-forward layers add to, after residual and norm, [B, T, h]. */
  readonly operationOutput: GraphValue;
  /** Of each feed-forward layer but the last, before and after the activation, [B, T, f]. */
  readonly preActivations: readonly GraphValue[];
  readonly activations: readonly GraphValue[];
  /** [B, T, h] */
  readonly output: GraphValue;
}

/** A forward pass of an architecture as a graph under construction. */
export interface ForwardPass {
  readonly architecture: Architecture;
  readonly builder: GraphBuilder;
  readonly kind: PassKind;
  readonly batch: number;
  readonly sequenceLength: number;
  readonly inputs: ForwardInputs;
  /** By path, in the order of the inventory: all that the hidden output may depend on. */
  readonly weights: ReadonlyMap<string, PassWeight>;
  /** The embedding matrices, one for each cluster of an adaptive embedding. */
  readonly tables: readonly EmbeddingMatrix[];
  /** Embeddings of the tokens, [rows, size], as the embedding and the logits see them. */
  readonly tokenEmbeddings: GraphValue | null;
  /** Output of the embedding, the input of the first block, [batch, length, h]. */
  readonly embedded: GraphValue;
  readonly blocks: readonly BlockTaps[];
  /** After the last block and the final norm, [batch, length, h]. */
  readonly hidden: GraphValue;
}
