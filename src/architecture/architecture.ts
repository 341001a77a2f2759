/** Attention in which every position looks at every other one through queries and keys. */
export interface SelfAttention {
  readonly kind: 'self-attention';
  /**
   * How queries meet keys: their scaled dot product, or the weighted multiplicative form
   * `Q W K^T` with a weight matrix W of its own.
   */
  readonly similarity: 'scaled-dot-product' | 'weighted-multiplicative';
  /** Width of the query, key and value of one head; hidden size / heads if absent. */
  readonly headSize?: number;
  /** Whether query, key and value come from one matrix, as in GPT-2; false if absent. */
  readonly fusedQueryKeyValue?: boolean;
  /**
   * Whether positions enter as Transformer-XL has them, through a projection of the relative
   * position and two biases; false if absent.
   */
  readonly relativePositions?: boolean;
}

/** A fixed linear transform over the sequence after one learned projection. */
export interface LinearTransform {
  readonly kind: 'linear-transform';
  readonly transform: 'discrete-fourier' | 'discrete-cosine';
}

/** ConvBERT's span-based dynamic convolution over depthwise separable keys. */
export interface SeparableConvolution {
  readonly kind: 'separable-convolution';
  /** Odd. */
  readonly kernelSize: number;
}

/** The token-mixing operation of a block. */
export type Operation = SelfAttention | LinearTransform | SeparableConvolution;

/** One encoder or decoder layer. */
export interface Block {
  readonly hiddenSize: number;
  readonly operation: Operation;
  /** Divides the hidden size. */
  readonly numAttentionHeads: number;
  /**
   * Widths of the stacked feed-forward layers from input to output, at least one: `[f]` is the
   * usual pair `h -> f -> h`, `[f, g]` is `h -> f -> g -> h`.
   */
  readonly feedForwardWidths: readonly number[];
  /** Whether linear layers and norms have biases; true if absent. */
  readonly bias?: boolean;
  /** Where the norms stand: after each sub-module (the default), or before it, as in GPT-2. */
  readonly norm?: 'post' | 'pre';
}

/** The tables that turn tokens into vectors. */
export interface Embedding {
  readonly vocabSize: number;
  /** Where it differs from the first block's hidden size, a projection joins the two. */
  readonly embeddingSize: number;
  readonly maxPositionEmbeddings: number;
  /** 0 where the model has no token types. */
  readonly typeVocabSize: number;
}

/** What decides the default balance. */
export type Family = 'encoder' | 'decoder';

/** The description of one candidate. */
export interface Architecture {
  readonly family: Family;
  readonly embedding: Embedding;
  /** At least one. */
  readonly blocks: readonly Block[];
  /** Standard deviation of the weights at initialization, where the scheme uses one. */
  readonly initializerRange: number;
}
