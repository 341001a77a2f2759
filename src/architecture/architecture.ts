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
  /** Divides the hidden size, unless self-attention has a head size of its own. */
  readonly numAttentionHeads: number;
  /**
   * Widths of the stacked feed-forward layers from input to output, at least one: `[f]` is the
   * usual pair `h -> f -> h`, `[f, g]` is `h -> f -> g -> h`.
   */
  readonly feedForwardWidths: readonly number[];
  /** Whether linear layers have biases; true if absent. A norm has one either way. */
  readonly bias?: boolean;
  /** Where the norms stand: after each sub-module (the default), or before it, as in GPT-2. */
  readonly norm?: 'post' | 'pre';
}

/** The words of one cluster of an adaptive embedding: the rarer they are, the narrower their vectors. */
export interface WordCluster {
  readonly words: number;
  readonly width: number;
  /** Whether a projection without bias takes the vectors to the hidden size of the first block. */
  readonly projected: boolean;
}

/** The tables that turn tokens into vectors. */
export interface Embedding {
  readonly vocabSize: number;
  /** Where it differs from the first block's hidden size, a projection joins the two. */
  readonly embeddingSize: number;
  /** 0 where positions are not learned, as rotary and sinusoidal ones. */
  readonly maxPositionEmbeddings: number;
  /** 0 where the model has no token types. */
  readonly typeVocabSize: number;
  /** Whether a norm follows the tables; true if absent. */
  readonly norm?: boolean;
  /**
   * An adaptive embedding (Baevski and Auli 2019): a table for each cluster in place of that of all
   * words, and positions of the hidden size. `vocabSize` is then the sum of their words and
   * `embeddingSize` the width of the first.
   */
  readonly clusters?: readonly WordCluster[];
}

/**
 * An adaptive softmax (Grave et al. 2017) that predicts the next word: it has a bias for every
 * word, and a vector and a bias for every cluster but the first.
 */
export interface AdaptiveSoftmax {
  readonly kind: 'adaptive-softmax';
  /** The words and widths of its tables of vectors. */
  readonly tables: readonly { readonly words: number; readonly width: number }[];
  /** Whether those tables are the ones of the embedding, and no weights of their own. */
  readonly tied: boolean;
  /** How many clusters follow the first, and the width of their vectors. */
  readonly clusters: number;
  readonly clusterWidth: number;
  /** Clusters, from 0, that have a projection of their own in place of the embedding's. */
  readonly projections: readonly { readonly cluster: number; readonly width: number }[];
}

/** What decides the default balance. */
export type Family = 'encoder' | 'decoder';

/** The models after whose checkpoints weights may be named. */
export type Naming = 'bert' | 'gpt2' | 'litgpt' | 'transformer-xl';

/** The description of one candidate. */
export interface Architecture {
  readonly family: Family;
  readonly embedding: Embedding;
  /** At least one. */
  readonly blocks: readonly Block[];
  /** Whether a norm follows the last block, as in GPT-2; false if absent. */
  readonly finalNorm?: boolean;
  /** What predicts words, if it has weights of its own. */
  readonly head?: AdaptiveSoftmax;
  /** The model whose checkpoint names the weights have; `bert` if absent. */
  readonly naming?: Naming;
  /** Standard deviation of the weights at initialization, where the scheme uses one. */
  readonly initializerRange: number;
}
