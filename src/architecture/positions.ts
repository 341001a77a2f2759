/** How the frequencies of rotary positions are stretched for sequences longer than in training. */
export interface RotaryScaling {
  /** As the transformers library names it, for example `linear`, `yarn` or `llama3`. */
  readonly type: string;
  /** By how much the context is stretched; null where the type has no such factor. */
  readonly factor: number | null;
  /** The other numbers of its type, by the keys of the transformers library. */
  readonly settings: Readonly<Record<string, number | boolean | readonly number[]>>;
  /** Positions that the model is made for (`max_position_embeddings`), where its config says so. */
  readonly context?: number;
}

/**
 * How a model tells the positions of tokens apart. It says how the model runs; the weights that a
 * scheme has are fields of the embedding and of self-attention.
 *
 * - `none`: not at all, but for a causal mask.
 * - `learned`: a vector for each position is added to that of the token. The first token has the row
 *   `first` of the matrix: RoBERTa reserves the rows before it for padding.
 * - `sinusoidal`: the same with fixed vectors (Vaswani et al. 2017).
 * - `rotary`: queries and keys are rotated by angles `position * base^(-2i / d)`, over a fraction of
 *   each head (Su et al. 2021). The channels that are rotated together are i and i + d / 2, as in
 *   Llama; or, interleaved, 2i and 2i + 1, as in the paper, GPT-J and Cohere.
 * - `alibi`: attention scores fall with the distance, by a fixed slope for each head (Press et al. 2022).
 * - `bucketed-biases`: attention scores have a learned bias for each bucket of distances, as in T5.
 * - `disentangled`: queries and keys also meet vectors of distances, as in DeBERTa; `buckets` 0 means
 *   a vector for every distance.
 * - `transformer-xl`: keys also include sinusoidal vectors of distances (Dai et al. 2019).
 */
export type Positions =
  | { readonly kind: 'none' }
  | { readonly kind: 'learned'; readonly first: number }
  | { readonly kind: 'sinusoidal' }
  | {
      readonly kind: 'rotary';
      readonly base: number;
      readonly fraction: number;
      readonly scaling: RotaryScaling | null;
      /** False if absent. */
      readonly interleaved?: boolean;
    }
  | { readonly kind: 'alibi' }
  | { readonly kind: 'bucketed-biases'; readonly buckets: number; readonly maxDistance: number }
  | { readonly kind: 'disentangled'; readonly buckets: number; readonly maxDistance: number }
  | { readonly kind: 'transformer-xl' };

/** Rotary positions. */
export type RotaryPositions = Extract<Positions, { readonly kind: 'rotary' }>;
