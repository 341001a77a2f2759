import type { Positions } from './positions.ts';

/**
 * What attention divides the product of a query and a key by: the root of the head size, the number
 * of the block from 1 (GPT-2's `scale_attn_by_inverse_layer_idx`), both, or nothing, as T5.
 */
export type AttentionScaling = 'head-size' | 'layer' | 'head-size-and-layer' | 'none';

/**
 * What a norm of queries and keys takes, and the scales that it has: each head, with those of one
 * head for all (Qwen3), each head with its own (Cohere), all heads together (OLMo-2), or each head
 * without any (Llama 4).
 */
export type QueryKeyNorm = 'head' | 'each-head' | 'all-heads' | 'fixed';

/**
 * Latent attention (DeepSeek-AI 2024, section 2.1): keys and values are projected from one vector of
 * `keyValueRank` for each position, and queries from one of `queryRank`, or from the hidden state
 * where that is null. `rotarySize` of each head is rotated; its key is shared by all heads.
 */
export interface LatentAttention {
  readonly queryRank: number | null;
  readonly keyValueRank: number;
  readonly rotarySize: number;
}

/**
 * The order of the rows of one matrix of query, key and value: all queries, then all keys, then all
 * values (GPT-2); query, key and value of each head in turn (GPT-NeoX); or, of each quarter of the
 * heads in turn, the queries, the values and the keys (CodeGen).
 */
export type FusedRows = 'parts' | 'heads' | 'quarters';

/** Attention in which every position looks at every other one through queries and keys. */
export interface SelfAttention {
  readonly kind: 'self-attention';
  /**
   * How queries meet keys: their dot product, or the weighted multiplicative form `Q W K^T` with a
   * weight matrix W of its own.
   */
  readonly similarity: 'scaled-dot-product' | 'weighted-multiplicative';
  /**
   * Heads of keys and values, each shared by as many query heads as go into one (Ainslie et al.
   * 2023): a divisor of the attention heads; null for as many as these.
   */
  readonly numKeyValueHeads: number | null;
  /** Whether query, key and value are stored as one matrix, as in GPT-2. */
  readonly fusedQueryKeyValue: boolean;
  readonly fusedRows: FusedRows;
  /** Whether positions enter as in Transformer-XL: a projection of the distance, and two biases. */
  readonly relativePositions: boolean;
  /** Width of the query, key and value of one head; null for hidden size / heads. */
  readonly headSize: number | null;
  /** Width of the value of one head where it is another one, as in latent attention. */
  readonly valueSize: number | null;
  readonly latent: LatentAttention | null;
  /** Width of what values are projected from where it is not the hidden size, as in a bottleneck. */
  readonly valueInput: number | null;
  /** Whether query, key and value have biases. */
  readonly queryKeyValueBias: boolean;
  /** Whether the key has one: Whisper's has none, and DeBERTa's neither. */
  readonly keyBias: boolean;
  /** Whether the output has a bias. */
  readonly outputBias: boolean;
  /** How queries and keys are normed; null where they are not. */
  readonly queryKeyNorm: QueryKeyNorm | null;
  /** Distances that have a learned bias for every head, as in T5; 0 for none. */
  readonly distanceBiases: number;
  /**
   * How the embedding's vectors of distances become keys that queries meet, as in DeBERTa: by the
   * key projection, or by one of their own; null where they do not.
   */
  readonly positionKeys: 'shared' | 'own' | null;
  /** The same of queries that keys meet. */
  readonly positionQueries: 'shared' | 'own' | null;
  /** A number is the divisor itself, as Gemma 2 and Granite have one. */
  readonly scaling: AttentionScaling | number;
  /**
   * A position attends to itself and to those before it, this many in all (Mistral); in an encoder to
   * those at most half as far to either side (ModernBERT). Null for no limit.
   */
  readonly window: number | null;
  /** Scores s become `softCap * tanh(s / softCap)`, as in Gemma 2; null where they do not. */
  readonly softCap: number | null;
  /** Whether every head has a learned score that takes part in the softmax alone (gpt-oss). */
  readonly sinks: boolean;
  /** How its positions are told apart where that is not as in the model; null where it is. */
  readonly positions: Positions | null;
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
