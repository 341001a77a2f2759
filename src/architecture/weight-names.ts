/** Weights of blocks that a checkpoint may hold with the inputs first. */
export type InputsFirst = 'matrices' | 'experts';

/** How the weights of a model are called in its checkpoint, in the parts that models share. */
export interface WeightNames {
  /** What of blocks is stored with the inputs first: all matrices, as of GPT-2, or stacked experts. */
  readonly inputsFirst?: InputsFirst;
  /**
   * Whether each row of a gate is followed by that which it multiplies where one matrix holds both,
   * as in gpt-oss; otherwise all of the gate comes first.
   */
  readonly gateInPairs?: true;
  /** Turns of queries, values and keys in one matrix where that is no number of heads (CodeGen). */
  readonly fusedTurns?: number;
  readonly tokenEmbedding: string;
  readonly positions: string;
  readonly tokenTypes: string;
  readonly embeddingNorm: string;
  readonly embeddingProjection: string;
  /** Of images: the layer that reads a patch, and whole names of vectors that are learned. */
  readonly patches: string;
  readonly patchPositions: string;
  readonly classToken: string;
  /** Those after the class token, in one tensor. */
  readonly furtherTokens: string;
  readonly maskToken: string;
  /** Of spectrograms: the two convolutions. */
  readonly firstConvolution: string;
  readonly secondConvolution: string;
  readonly distances: string;
  readonly distanceNorm: string;
  /** After the first block. */
  readonly convolution: string;
  /** Each block adds its index, or the name of the weights that it shares. */
  readonly blocks: string;
  /** Whether the index of a block comes after the name of a part of it, as in XLM. */
  readonly indexAfterPart?: true;
  readonly finalNorm: string;
  readonly head: string;
  readonly headProjection: string;
  readonly pooler: string;
  /** Inside a block: its token-mixing operation, feed-forward layers and the norms of both. */
  readonly operation: string;
  readonly operationNorm: string;
  /** The norm of its output, where that is another one, and the whole name of a scale of it. */
  readonly operationOutputNorm: string;
  readonly operationScale: string;
  readonly crossOperation: string;
  readonly crossOperationNorm: string;
  readonly crossOperationOutputNorm: string;
  readonly crossOperationScale: string;
  /** What comes before the names of the feed-forward layers, where anything does. */
  readonly feedForward?: string;
  readonly feedForwardIn: string;
  /** The same beside a gate, where that gives it another name. */
  readonly feedForwardInGated?: string;
  readonly feedForwardGate: string;
  /** Both in one matrix. */
  readonly feedForwardInFused: string;
  /** Each further layer of a stack adds its index and `.dense`. */
  readonly feedForwardStack: string;
  readonly feedForwardOut: string;
  readonly feedForwardNorm: string;
  readonly feedForwardOutputNorm: string;
  readonly feedForwardScale: string;
  /** Those before the last where several follow one another: each adds its index. */
  readonly feedForwards: string;
  /** What leads into a bottleneck, for queries and keys too, and out of it. */
  readonly bottleneckIn: string;
  readonly bottleneckQueries: string;
  readonly bottleneckOut: string;
  readonly router: string;
  /**
   * Each expert adds its index and the names of its layers. Stacked ones add the name of the layer
   * alone, and that is the whole name of the tensor; its biases add `_bias`, or replace `weight`.
   */
  readonly experts: string;
  readonly expertIn: string;
  readonly expertGate: string;
  readonly expertInFused: string;
  readonly expertOut: string;
  readonly sharedExpert: string;
  readonly sharedExpertGate: string;
  /** Inside the operation. */
  readonly query: string;
  readonly key: string;
  readonly value: string;
  readonly queryKeyValue: string;
  /** Whole names of the biases of those, where not all of them have one. */
  readonly queryBias: string;
  readonly keyBias: string;
  readonly valueBias: string;
  /** Of latent attention: projections down and up, and the norms between them. */
  readonly queryDown: string;
  readonly queryDownNorm: string;
  readonly queryUp: string;
  readonly keyValueDown: string;
  readonly keyValueDownNorm: string;
  readonly keyValueUp: string;
  readonly output: string;
  readonly queryNorm: string;
  readonly keyNorm: string;
  /** What the norm of each head adds, with its index, where each is a tensor of its own. */
  readonly headNorms?: string;
  readonly distanceBiases: string;
  /** The whole name of those that all blocks share, where it is another one. */
  readonly sharedDistanceBiases?: string;
  /** The whole name of the scores of sinks. */
  readonly sinks: string;
  /** Of a separable convolution: its two layers and their bias, what makes its kernels, and its output. */
  readonly depthwise: string;
  readonly pointwise: string;
  /** The whole name of a tensor outputs x 1, where it is not the bias of the second layer. */
  readonly pointwiseBias?: string;
  readonly convolutionKernel: string;
  readonly convolutionOutput: string;
  readonly positionKey: string;
  readonly positionQuery: string;
  /** What has another name in a decoder after an encoder: its blocks, and its own embedding. */
  readonly decoder: Partial<Omit<WeightNames, 'decoder'>> & DecoderEmbeddingNames;
}

/** What the decoder embeds with weights of its own has names of its own. */
type DecoderEmbeddingNames = Pick<WeightNames, 'tokenEmbedding' | 'positions' | 'embeddingNorm'>;

type BlockNames = Pick<WeightNames, 'blocks' | 'indexAfterPart' | 'feedForward'>;

/** The name of a part of a block. */
export function nameInBlock(
  { blocks, indexAfterPart }: BlockNames,
  index: number | string,
  part: string,
): string {
  return indexAfterPart === true ? `${blocks}.${part}.${index}` : `${blocks}.${index}.${part}`;
}

/** What the names of the feed-forward layers of a block begin with. */
export function feedForwardInBlock(names: BlockNames, index: number | string): string {
  const { feedForward } = names;
  return feedForward === undefined
    ? `${names.blocks}.${index}`
    : nameInBlock(names, index, feedForward);
}
