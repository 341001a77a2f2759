import type { Activation } from './activation.ts';
import type { MixtureOfExperts } from './mixture-of-experts.ts';
import type { NormPlace } from './norm.ts';
import type { Operation } from './operation.ts';

/**
 * What makes a block narrower inside than the residual stream between blocks (Sun et al. 2020): a
 * layer with a norm leads into it, and one whose output is added to the stream, with another norm,
 * out of it.
 */
export interface Bottleneck {
  /** The hidden size inside, which heads divide. */
  readonly size: number;
  /**
   * Whether queries and keys are projected from a second layer with a norm that leads into the block,
   * and values from its input as it is.
   */
  readonly ownQueries: boolean;
}

/**
 * A convolution over positions beside a block, h -> h with bias: the norm of its sum with the output of
 * the block is what the block gives then, as in DeBERTa-v2.
 */
export interface BlockConvolution {
  readonly kernelSize: number;
  /** The function that its output goes through before the sum. */
  readonly activation: Activation;
  /** Divides the hidden size. */
  readonly groups: number;
}

/**
 * A convolution after a block over each channel of the patches alone, which makes fewer and wider
 * ones: hidden size -> that of the next block, with bias. A linear layer does so for the class token
 * (PiT, Heo et al. 2021, section 3.2).
 */
export interface PatchPooling {
  readonly kernelSize: number;
  readonly stride: number;
}

/**
 * What attention over an encoder reads, as in HAT (Wang et al. 2020, section 2.1): vectors of `width`,
 * of its last `layers` layers, whose outputs come one after another along the sequence.
 */
export interface CrossSource {
  readonly width: number;
  readonly layers: number;
  /** Its heads, together as wide as those of the block's own attention. */
  readonly numAttentionHeads: number;
}

/** What a low-rank adapter has beside linear layers of a block (Hu et al. 2021, "LoRA"). */
export interface AdaptedModule {
  /** The end of the names of these layers, as `q_proj`. */
  readonly module: string;
  /** Rows of the matrix that reads the input of the layer, and columns of that which follows. */
  readonly rank: number;
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
  /** The function that follows every feed-forward layer but the last; of a gate, where there is one. */
  readonly activation: Activation;
  /** Whether linear layers have biases. A norm has one either way. */
  readonly bias: boolean;
  readonly norm: NormPlace;
  /** Whether its first sub-module has a norm; ModernBERT's first block has none. */
  readonly firstNorm: boolean;
  /** Whether a token sees only itself and the tokens before it. */
  readonly causal: boolean;
  /**
   * Whether the feed-forward layers read what attention reads, not what it adds to: each after its
   * own norm, as in GPT-NeoX, or both after that of attention, as in Phi; null where they do not.
   */
  readonly parallel: 'separate-norms' | 'one-norm' | null;
  /** Whether the first feed-forward layer is multiplied by a second one, h -> f. */
  readonly gated: boolean;
  /** Whether both are stored as one matrix, the gate first, as in Phi-3. */
  readonly fusedGate: boolean;
  /**
   * Of a gate g and what it multiplies, u: `activation(min(g, limit)) * (clamp(u, -limit, limit) + 1)`,
   * as in gpt-oss; null for `activation(g) * u`.
   */
  readonly gateLimit: number | null;
  /** What the output of a sub-module is multiplied by before it is added, as in Granite. */
  readonly residualScale: number;
  /** Whether it is multiplied by a learned vector too, as in DINOv2. */
  readonly layerScale: boolean;
  /**
   * Groups into which inputs and outputs of the feed-forward layers are divided, each with a matrix
   * of its own, as in ConvBERT; 1 for layers of one matrix.
   */
  readonly feedForwardGroups: number;
  /** Feed-forward networks one after another, each added to what it reads, with a norm of its own. */
  readonly feedForwardRepeats: number;
  /** Null where it is as wide inside as between blocks. */
  readonly bottleneck: Bottleneck | null;
  /** Several feed-forward networks in place of one; null for one. */
  readonly experts: MixtureOfExperts | null;
  /** Which of two stacks it belongs to; `single` in a model that has one. */
  readonly stack: 'single' | 'encoder' | 'decoder';
  /**
   * Whether an attention over the encoder's output, with a norm, follows that of the block itself.
   * It has the shapes of the block's own, which is self-attention.
   */
  readonly crossAttention: boolean;
  /** What that reads; null for the output of the encoder, of the block's own width and heads. */
  readonly crossSource: CrossSource | null;
  readonly pooling: PatchPooling | null;
  readonly convolution: BlockConvolution | null;
  /** Its trained additions to linear layers, each module named once; null where it has none. */
  readonly adapter: readonly AdaptedModule[] | null;
  /**
   * Name of the weights that it shares with every block of that name, as in ALBERT: they exist
   * once, as the first of these blocks has them. Null where they are its own.
   */
  readonly sharedAs: string | null;
}

/** The blocks of a model, at least one. */
export type Blocks = readonly [Block, ...Block[]];
