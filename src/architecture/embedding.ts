/** Tokens of one cluster of an adaptive embedding: the rarer they are, the narrower their vectors. */
export interface TokenCluster {
  readonly tokens: number;
  readonly width: number;
  /** Whether a projection without bias takes the vectors to the hidden size of the first block. */
  readonly projected: boolean;
}

/** An image cut into squares, each a linear layer's input, after vectors that the model has learned. */
export interface PatchInput {
  readonly kind: 'patches';
  readonly imageSize: number;
  readonly patchSize: number;
  /** Pixels from one patch to the next where they overlap, as in PiT; absent where they do not. */
  readonly stride?: number;
  readonly channels: number;
  readonly bias: boolean;
  /** Learned vectors before those of the patches: class, distillation and register tokens. */
  readonly extraTokens: number;
  /** Whether there is one more vector for patches that are masked in training. */
  readonly maskToken: boolean;
}

/** A spectrogram, which two convolutions of kernel size 3 read, the second with stride 2 (Whisper). */
export interface SpectrogramInput {
  readonly kind: 'spectrogram';
  readonly bins: number;
}

/** What a model reads where that is no tokens. */
export type ForeignInput = PatchInput | SpectrogramInput;

/** What the decoder after an encoder embeds with weights of its own. */
export interface DecoderEmbedding {
  /** Tokens of a matrix of its own; null where it shares the encoder's. */
  readonly vocabSize: number | null;
  readonly maxPositionEmbeddings: number;
  readonly norm: boolean;
  /** What the vectors of its tokens are multiplied by, where that is not as in the encoder. */
  readonly scale?: number;
}

/** The matrices that turn tokens into vectors. */
export interface Embedding {
  /** 0 in a model that reads no tokens. */
  readonly vocabSize: number;
  /** Where it differs from the first block's hidden size, a projection joins the two. */
  readonly embeddingSize: number;
  /** 0 where positions have no embedding matrix, as rotary and sinusoidal ones. */
  readonly maxPositionEmbeddings: number;
  /** 0 where the model has no token types. */
  readonly typeVocabSize: number;
  /** Whether a norm follows the sum of the embeddings. */
  readonly norm: boolean;
  /**
   * What the projection to the hidden size takes: the output of the norm, the sum of the embeddings,
   * or the token embedding alone; what follows it is of the hidden size.
   */
  readonly projected: 'norm' | 'sum' | 'tokens';
  /** Tokens whose vectors it takes together, the neighbours of the token among them; 1 for its own. */
  readonly projectedTokens: number;
  /** Whether the projection has a bias. */
  readonly projectionBias: boolean;
  /** Whether there is a projection even between equal sizes, as in ALBERT. */
  readonly alwaysProjected: boolean;
  /**
   * Vectors of distances, of the hidden size, that all blocks share, as in DeBERTa, and whether a
   * norm follows them; a model may have that norm and none of them (`count` 0).
   */
  readonly distances: { readonly count: number; readonly norm: boolean } | null;
  /**
   * An adaptive embedding (Baevski and Auli 2019): a matrix for each cluster in place of that of all
   * tokens, and positions of the hidden size. `vocabSize` is then the sum of their tokens and
   * `embeddingSize` the width of the first.
   */
  readonly clusters: readonly TokenCluster[] | null;
  /** What the vectors of tokens are multiplied by; 1 for nothing. */
  readonly scale: number;
  /** What the encoder, or the only stack, reads in place of tokens; null for tokens. */
  readonly input: ForeignInput | null;
  /** Null in a model of one stack, or where the decoder has no such weights. */
  readonly decoder: DecoderEmbedding | null;
}
