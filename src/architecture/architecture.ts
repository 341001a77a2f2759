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
  /**
   * Heads of keys and values, each shared by as many query heads as go into one (Ainslie et al.
   * 2023): a divisor of the attention heads; as many as they are if absent.
   */
  readonly numKeyValueHeads?: number;
  /** Whether query, key and value come from one matrix, as in GPT-2; false if absent. */
  readonly fusedQueryKeyValue?: boolean;
  /** Whether query, key and value have biases; as the block says if absent. */
  readonly queryKeyValueBias?: boolean;
  /** Whether the output has a bias; as the block says if absent. */
  readonly outputBias?: boolean;
  /** Whether queries and keys are normed, over the head size, as in Qwen3; false if absent. */
  readonly queryKeyNorm?: boolean;
  /** Distances that have a learned bias for every head, as in T5; none if absent. */
  readonly distanceBiases?: number;
  /**
   * How the embedding's relative positions become keys that queries meet, as in DeBERTa: by the key
   * projection, or by one of their own; they do not if absent.
   */
  readonly positionKeys?: 'shared' | 'own';
  /** The same of queries that keys meet. */
  readonly positionQueries?: 'shared' | 'own';
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

/** Several feed-forward networks of which a router chooses some for every token. */
export interface MixtureOfExperts {
  /** Experts, each of the block's feed-forward widths; the router is a matrix count x h. */
  readonly count: number;
  /** Experts that a token is routed to, at most as many. */
  readonly routed: number;
  /** Width of one more that every token takes, behind a gate 1 x h; none if absent. */
  readonly sharedWidth?: number;
  /** Whether all experts count for capacity (if absent), or as many as a token is routed to. */
  readonly counted?: ExpertCount;
}

/** Which experts count for capacity, the default first; parameters are those of all. */
export const EXPERT_COUNTS = ['all', 'routed'] as const;

/** Which experts count for capacity. */
export type ExpertCount = (typeof EXPERT_COUNTS)[number];

/** A convolution over positions behind a block, h -> h with bias and norm, as in DeBERTa-v2. */
export interface BlockConvolution {
  readonly kernelSize: number;
  /** Divides the hidden size. */
  readonly groups: number;
}

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
  /**
   * Whether the feed-forward layers read what attention reads, not what it adds to: each behind its
   * own norm, as in GPT-NeoX, or both behind that of attention, as in Phi; they do not if absent.
   */
  readonly parallel?: 'separate-norms' | 'one-norm';
  /** Whether the first feed-forward layer is multiplied by a second one, h -> f; false if absent. */
  readonly gated?: boolean;
  /** Several feed-forward networks in place of one. */
  readonly experts?: MixtureOfExperts;
  /** Which of two stacks it belongs to, in a model that has both; there is one if absent. */
  readonly stack?: 'encoder' | 'decoder';
  /**
   * Whether an attention over the encoder's output, with a norm, follows that of the block itself;
   * false if absent. It has the shapes of the block's own, which is self-attention.
   */
  readonly crossAttention?: boolean;
  readonly convolution?: BlockConvolution;
  /**
   * Name of the weights that it shares with every block of that name, as in ALBERT: they exist
   * once, as the first of these blocks has them. Its own if absent.
   */
  readonly sharedAs?: string;
}

/** The words of one cluster of an adaptive embedding: the rarer they are, the narrower their vectors. */
export interface TokenCluster {
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
   * What the projection to the hidden size takes: what comes of the norm (if absent), the sum of
   * the tables, or the words; what stands behind it is of the hidden size.
   */
  readonly projected?: 'norm' | 'tables' | 'words';
  /** Whether the projection has a bias; true if absent. */
  readonly projectionBias?: boolean;
  /** Whether there is a projection even between equal sizes, as in ALBERT; false if absent. */
  readonly alwaysProjected?: boolean;
  /**
   * Vectors of distances, of the hidden size, that all blocks share, as in DeBERTa, and whether a
   * norm follows them; a model may have that norm and none of them (`count` 0).
   */
  readonly distances?: { readonly count: number; readonly norm: boolean };
  /**
   * An adaptive embedding (Baevski and Auli 2019): a table for each cluster in place of that of all
   * words, and positions of the hidden size. `vocabSize` is then the sum of their words and
   * `embeddingSize` the width of the first.
   */
  readonly clusters?: readonly TokenCluster[];
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

/** A matrix that predicts the next word from the output of the last block. */
export interface LinearHead {
  readonly kind: 'linear';
  /** Whether its matrix is the embedding's table of words, and no weight of its own. */
  readonly tied: boolean;
  /** Whether it has a bias for every word; false if absent. */
  readonly bias?: boolean;
  /** Whether a projection without bias takes the output to the embedding size first. */
  readonly projected?: boolean;
}

/** What predicts words. */
export type Head = AdaptiveSoftmax | LinearHead;

/** What the norms of a model have: scale and shift, a scale, or nothing that is learned. */
export type NormKind = 'layer-norm' | 'rms-norm' | 'fixed-norm';

/** What decides the default balance. */
export type Family = 'encoder' | 'decoder';

/** The models after whose checkpoints weights may be named. */
export type Naming =
  | 'albert'
  | 'bert'
  | 'bert-checkpoint'
  | 'deberta-v2'
  | 'distilbert'
  | 'electra'
  | 'gpt2'
  | 'gpt-neox'
  | 'litgpt'
  | 'llama'
  | 'mixtral'
  | 'opt'
  | 'phi'
  | 'roberta'
  | 't5'
  | 'transformer-xl';

/** The description of one candidate. */
export interface Architecture {
  readonly family: Family;
  readonly embedding: Embedding;
  /** At least one. */
  readonly blocks: readonly Block[];
  /** Whether a norm follows the last block of each stack, as in GPT-2; false if absent. */
  readonly finalNorm?: boolean;
  /** What all norms of the model have; `layer-norm` if absent. */
  readonly normKind?: NormKind;
  /** What predicts words, if it has weights of its own. */
  readonly head?: Head;
  /** Whether a layer h -> h with bias follows that makes a vector of a text; false if absent. */
  readonly pooler?: boolean;
  /** The model whose checkpoint names the weights have; `bert` if absent. */
  readonly naming?: Naming;
  /** Standard deviation of the weights at initialization, where the scheme uses one. */
  readonly initializerRange: number;
}
