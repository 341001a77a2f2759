/** How the weights of a model are called in its checkpoint, in the parts that models share. */
export interface WeightNames {
  readonly tokenEmbedding: string;
  readonly positions: string;
  readonly tokenTypes: string;
  readonly embeddingNorm: string;
  readonly embeddingProjection: string;
  readonly distances: string;
  readonly distanceNorm: string;
  /** After the first block. */
  readonly convolution: string;
  /** Each block adds its index, or the name of the weights that it shares. */
  readonly blocks: string;
  readonly finalNorm: string;
  readonly head: string;
  readonly headProjection: string;
  readonly pooler: string;
  /** Inside a block: its token-mixing operation, feed-forward layers and the norms of both. */
  readonly operation: string;
  readonly operationNorm: string;
  readonly crossOperation: string;
  readonly crossOperationNorm: string;
  readonly feedForwardIn: string;
  /** The same beside a gate, where that gives it another name. */
  readonly feedForwardInGated?: string;
  readonly feedForwardGate: string;
  /** Each further layer of a stack adds its index and `.dense`. */
  readonly feedForwardStack: string;
  readonly feedForwardOut: string;
  readonly feedForwardNorm: string;
  readonly router: string;
  /** Each expert adds its index and the names of its layers. */
  readonly experts: string;
  readonly expertIn: string;
  readonly expertGate: string;
  readonly expertOut: string;
  readonly sharedExpert: string;
  readonly sharedExpertGate: string;
  /** Inside the operation. */
  readonly query: string;
  readonly key: string;
  readonly value: string;
  readonly queryKeyValue: string;
  readonly output: string;
  readonly queryNorm: string;
  readonly keyNorm: string;
  readonly distanceBiases: string;
  readonly positionKey: string;
  readonly positionQuery: string;
  /** What has another name in the blocks of a decoder after an encoder. */
  readonly decoder: Readonly<Partial<Record<DecoderPart, string>>>;
}

type DecoderPart =
  | 'blocks'
  | 'finalNorm'
  | 'crossOperation'
  | 'crossOperationNorm'
  | 'feedForwardIn'
  | 'feedForwardInGated'
  | 'feedForwardGate'
  | 'feedForwardStack'
  | 'feedForwardOut'
  | 'feedForwardNorm';
