import type { Architecture } from '../architecture/architecture.ts';
import type { Operation } from '../architecture/operation.ts';
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
  /** Tokens of each sequence; an image has as many as its size gives. */
  readonly sequenceLength: number;
  /**
   * Tokens of each sequence of the decoder after an encoder, where that reads tokens of its own: those
   * of a pass of all tokens. As long as the others if absent.
   */
  readonly decoderLength?: number;
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

/** What is fed to a pass over images. */
export interface ImageInputs {
  /** [batch, channels, height, width], of mean 0 and deviation 1 */
  readonly pixels: GraphValue;
  /** A vector for every class, [classes, h]: what the loss compares outputs with. */
  readonly classes: GraphValue;
}

/** What is fed to a pass, besides its weights. */
export interface ForwardInputs {
  /** Rows of the embedding matrix, int64 [batch, length]; null in a linear pass and of images. */
  readonly tokens: GraphValue | null;
  /**
   * [rows] of the embedding matrix: 0, or a very negative number for the rows that no token of the
   * batch needs; null where the matrices hold all tokens, and in a linear pass.
   */
  readonly tokenBias: GraphValue | null;
  /** Null in a pass whose sequences are all as long as it is. */
  readonly padding: Padding | null;
  /**
   * Token ids of the decoder after an encoder, int64 [batch, decoder length]; null where there is
   * none, and where it reads the sequences that the encoder reads.
   */
  readonly decoderTokens: GraphValue | null;
  /** Null in a model that reads tokens, and in a linear pass. */
  readonly images: ImageInputs | null;
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

/** The values of a token-mixing operation that a proxy may need. */
export interface MixingTaps {
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
}

/** The values of a block that a proxy may need. B sequences of T tokens, hidden size h. */
export interface BlockTaps extends MixingTaps {
  readonly operation: Operation['kind'];
  /** [B, T, h] */
  readonly input: GraphValue;
  /** Of the attention over the output of the encoder, after the block's own; null where there is none. */
  readonly cross: MixingTaps | null;
  /** What the feed-forward layers add to, after residual and norm, [B, T, h or less in a bottleneck]. */
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
  /** Tensors of random signs that proxies ask for, by the names of their inputs. */
  readonly signs: Map<string, GraphValue>;
  /** By path, in the order of the inventory: all that the hidden output may depend on. */
  readonly weights: ReadonlyMap<string, PassWeight>;
  /** The embedding matrices, one for each cluster of an adaptive embedding. */
  readonly tables: readonly EmbeddingMatrix[];
  /** That of the decoder after an encoder, where it has one of its own. */
  readonly decoderTables: readonly EmbeddingMatrix[];
  /** Embeddings of the tokens, [rows, size], as the last stack and the logits see them. */
  readonly tokenEmbeddings: GraphValue | null;
  /** Output of the embedding, the input of the first block, [batch, length, h]. */
  readonly embedded: GraphValue;
  /** Those of an encoder, then those of the decoder after it. */
  readonly blocks: readonly BlockTaps[];
  /** After the last block of an encoder and its final norm; null where no decoder follows. */
  readonly encoded: GraphValue | null;
  /** After the last block of all and the final norm, [batch, length, h]. */
  readonly hidden: GraphValue;
}
