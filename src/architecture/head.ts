/**
 * An adaptive softmax (Grave et al. 2017) that predicts the next token: it has a bias for every
 * token, and a vector and a bias for every cluster but the first.
 */
export interface AdaptiveSoftmax {
  readonly kind: 'adaptive-softmax';
  /** The tokens and widths of its matrices. */
  readonly matrices: readonly { readonly tokens: number; readonly width: number }[];
  /** Whether those matrices are the ones of the embedding, and no weights of their own. */
  readonly tied: boolean;
  /** How many clusters follow the first, and the width of their vectors. */
  readonly clusters: number;
  readonly clusterWidth: number;
  /** Clusters, from 0, that have a projection of their own in place of the embedding's. */
  readonly projections: readonly { readonly cluster: number; readonly width: number }[];
}

/** A matrix that predicts the next token from the output of the last block. */
export interface LinearHead {
  readonly kind: 'linear';
  /** Whether its matrix is the token embedding, and no weight of its own. */
  readonly tied: boolean;
  /** Whether it has a bias for every token. */
  readonly bias: boolean;
  /** Whether a projection without bias takes the output to the embedding size first. */
  readonly projected: boolean;
  /** What the scores are multiplied by, as in Cohere; 1 for nothing. */
  readonly scale: number;
  /** Scores s become `softCap * tanh(s / softCap)` then, as in Gemma 2; null where they do not. */
  readonly softCap: number | null;
}

/** What predicts tokens. */
export type Head = AdaptiveSoftmax | LinearHead;
