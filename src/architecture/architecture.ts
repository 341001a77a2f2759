import type { Activation } from './activation.ts';
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
  /**
   * Whether the rows of that matrix are those of query, key and value for each head in turn, as in
   * GPT-NeoX; otherwise all queries come first, then all keys, then all values.
   */
  readonly fusedByHead: boolean;
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

/**
 * Groups of equally many experts, of which a token may be routed to those of some alone (DeepSeek-AI
 * 2024, section 2.2).
 */
export interface ExpertGroups {
  readonly count: number;
  /** Groups that a token may be routed to the experts of. */
  readonly chosen: number;
  /** By the sum of how many of its best scores a group is chosen: 1 in DeepSeek-V2, 2 in V3. */
  readonly best: number;
}

/** Several feed-forward networks of which a router chooses some for every token. */
export interface MixtureOfExperts {
  /** Experts, each of the block's feed-forward widths; the router is a matrix count x h. */
  readonly count: number;
  /** Experts that a token is routed to, at most as many. */
  readonly routed: number;
  /** Width of one more that every token takes; null for none. */
  readonly sharedWidth: number | null;
  /** Whether that one has a gate 1 x h, as in Qwen2-MoE. */
  readonly sharedGate: boolean;
  /** Whether the router has a bias for every expert that is trained. */
  readonly routerBias: boolean;
  /** What makes weights of the scores of the router, and whether those of the chosen sum to 1. */
  readonly score: 'softmax' | 'sigmoid';
  readonly normalized: boolean;
  /** What these weights multiply: the outputs of the experts, or what they read, as in Llama 4. */
  readonly weighs: 'outputs' | 'inputs';
  /** Null where a token may be routed to all of them. */
  readonly groups: ExpertGroups | null;
  /** What the sum over the chosen experts is multiplied by. */
  readonly scale: number;
  /** Whether a checkpoint stacks the experts in one tensor for each layer. */
  readonly stacked: boolean;
  /** Whether all experts count for capacity, or as many as a token is routed to. */
  readonly counted: ExpertCount;
}

/** Which experts count for capacity, the default first; parameters are those of all. */
export const EXPERT_COUNTS = ['all', 'routed'] as const;

/** Which experts count for capacity. */
export type ExpertCount = (typeof EXPERT_COUNTS)[number];

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

/**
 * Where the norms of a block are: after each sub-module's sum with its input, as in BERT; before it,
 * as in GPT-2; before it and between its output and the sum, as in Gemma 2; or there alone, as in
 * OLMo-2.
 */
export type NormPlace = 'post' | 'pre' | 'sandwich' | 'output';

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
  /**
   * Name of the weights that it shares with every block of that name, as in ALBERT: they exist
   * once, as the first of these blocks has them. Null where they are its own.
   */
  readonly sharedAs: string | null;
}

/** The blocks of a model, at least one. */
export type Blocks = readonly [Block, ...Block[]];

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

/**
 * What the norms of a model do: a layer norm with scale and shift, with a scale alone, or with nothing
 * that is learned; or a norm by the root mean square, with a scale. MobileBERT has a scale and a shift
 * and norms nothing.
 */
export type NormKind =
  'layer-norm' | 'unshifted-norm' | 'fixed-norm' | 'rms-norm' | 'scale-and-shift';

/** The families of models: those of two stacks are a family of their own. */
export const FAMILIES = ['encoder', 'decoder', 'encoder-decoder'] as const;

/** What decides the default balance. */
export type Family = (typeof FAMILIES)[number];

/** Whether models of a family predict tokens one after another. */
export function predictsTokens(family: Family): boolean {
  return family !== 'encoder';
}

/** The models after whose checkpoints weights may be named. */
export type Naming =
  | 'albert'
  | 'baichuan'
  | 'bart'
  | 'bart-two-vocabularies'
  | 'bert'
  | 'bert-checkpoint'
  | 'bloom'
  | 'clip-text'
  | 'clip-vision'
  | 'codegen'
  | 'convbert'
  | 'deberta'
  | 'deberta-v2'
  | 'deepseek'
  | 'deit'
  | 'dinov2'
  | 'dinov2-gated'
  | 'distilbert'
  | 'electra'
  | 'exaone'
  | 'falcon'
  | 'falcon-two-norms'
  | 'gemma2'
  | 'gpt-bigcode'
  | 'gpt-neo'
  | 'gpt-neox'
  | 'gpt-oss'
  | 'gpt2'
  | 'gptj'
  | 'granitemoe'
  | 'internlm2'
  | 'litgpt'
  | 'llama'
  | 'llama4'
  | 'mixtral'
  | 'mobilebert'
  | 'modernbert'
  | 'mpnet'
  | 'mpt'
  | 'nomic-bert'
  | 'opt'
  | 'phi'
  | 'roberta'
  | 'stablelm'
  | 'starcoder2'
  | 't5'
  | 'timm'
  | 'transformer-xl'
  | 'vit'
  | 'whisper'
  | 'xlm';

/**
 * Attention of one learned vector over the output of the last block, then a norm and two linear
 * layers h -> f -> h, all with biases, which makes a vector of an image (SigLIP, Zhai et al. 2023).
 */
export interface AttentionPooler {
  readonly numAttentionHeads: number;
  readonly feedForwardWidth: number;
}

/**
 * The description of one candidate: all that its weights and its function depend on.
 * `completeArchitecture` makes one of the fields that are not as usual.
 */
export interface Architecture {
  readonly family: Family;
  readonly embedding: Embedding;
  readonly blocks: Blocks;
  readonly positions: Positions;
  /** Whether a norm follows the last block of each stack, as in GPT-2. */
  readonly finalNorm: boolean;
  /** What all norms of the model have. */
  readonly normKind: NormKind;
  /** Added to the variance of what a norm takes. */
  readonly normEpsilon: number;
  /** What predicts tokens; null where it has no weights of its own. */
  readonly head: Head | null;
  /** Whether a layer h -> h with bias follows that makes a vector of a sequence. */
  readonly pooler: boolean;
  /** The outputs of that layer where they are not h; null where they are. */
  readonly poolerWidth: number | null;
  readonly attentionPooler: AttentionPooler | null;
  /** The model whose checkpoint names the weights have. */
  readonly naming: Naming;
  /** Standard deviation of the weights at initialization, where the scheme uses one. */
  readonly initializerRange: number;
}
