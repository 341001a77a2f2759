import type {
  PartialArchitecture,
  PartialBlock,
  PartialSelfAttention,
} from '../../src/architecture/complete-architecture.ts';

const DOT = { kind: 'self-attention', similarity: 'scaled-dot-product' } as const;

/** Scaled dot-product attention with fields of its own. */
export function attention(changes: Partial<PartialSelfAttention>): PartialSelfAttention {
  return { ...DOT, ...changes };
}

/** So many times one block. */
export function repeated(count: number, block: PartialBlock): PartialBlock[] {
  return Array.from({ length: count }, () => block);
}

/** A decoder with norms by the root mean square, and neither biases nor learned positions. */
export function decoder(
  vocabSize: number,
  blocks: readonly PartialBlock[],
  changes: Partial<PartialArchitecture> = {},
): PartialArchitecture {
  return {
    family: 'decoder',
    naming: 'llama',
    embedding: {
      vocabSize,
      embeddingSize: blocks[0]?.hiddenSize ?? 0,
      maxPositionEmbeddings: 0,
      typeVocabSize: 0,
      norm: false,
    },
    blocks: blocks.map((block) => ({ bias: false, norm: 'pre', gated: true, ...block })),
    finalNorm: true,
    normKind: 'rms-norm',
    head: { kind: 'linear', tied: false },
    initializerRange: 0.02,
    ...changes,
  };
}

/** DeepSeek-V2 and V3 but for their norms: some dense blocks, then mixtures of experts. */
export function deepSeek(
  h: number,
  heads: number,
  queryRank: number | null,
  [dense, width]: readonly [number, number],
  [sparse, expertWidth, count, shared]: readonly [number, number, number, number],
  vocabSize: number,
): PartialArchitecture {
  const block = {
    hiddenSize: h,
    numAttentionHeads: heads,
    operation: attention({
      headSize: 192,
      valueSize: 128,
      latent: { queryRank, keyValueRank: 512, rotarySize: 64 },
    }),
  };
  return decoder(vocabSize, [
    ...repeated(dense, { ...block, feedForwardWidths: [width] }),
    ...repeated(sparse, {
      ...block,
      feedForwardWidths: [expertWidth],
      experts: { count, routed: 8, sharedWidth: shared * expertWidth, sharedGate: false },
    }),
  ]);
}

/** gpt-oss, of two sizes. */
export function gptOss(layers: number, count: number): PartialArchitecture {
  const block: PartialBlock = {
    hiddenSize: 2880,
    numAttentionHeads: 64,
    operation: attention({ headSize: 64, numKeyValueHeads: 8, sinks: true, window: 128 }),
    feedForwardWidths: [2880],
    bias: true,
    fusedGate: true,
    experts: { count, routed: 4, stacked: true, routerBias: true },
  };
  return decoder(201_088, repeated(layers, block));
}

/** A vision Transformer, of images of 224 pixels unless told. */
export function vision(
  h: number,
  layers: number,
  patchSize: number,
  changes: Partial<PartialBlock> = {},
  { maskToken = false, imageSize = 224 } = {},
): PartialArchitecture {
  const block: PartialBlock = {
    hiddenSize: h,
    numAttentionHeads: h / 64,
    operation: DOT,
    feedForwardWidths: [4 * h],
    norm: 'pre',
    ...changes,
  };
  return {
    family: 'encoder',
    embedding: {
      vocabSize: 0,
      embeddingSize: h,
      maxPositionEmbeddings: (imageSize / patchSize) ** 2 + 1,
      typeVocabSize: 0,
      norm: false,
      input: {
        kind: 'patches',
        imageSize,
        patchSize,
        channels: 3,
        bias: true,
        extraTokens: 1,
        maskToken,
      },
    },
    blocks: repeated(layers, block),
    finalNorm: true,
    initializerRange: 0.02,
  };
}

/** Whisper, which hears 80 bins. */
export function whisper(h: number, layers: number): PartialArchitecture {
  const block: PartialBlock = {
    hiddenSize: h,
    numAttentionHeads: h / 64,
    operation: attention({ keyBias: false }),
    feedForwardWidths: [4 * h],
    norm: 'pre',
    stack: 'encoder',
  };
  return {
    family: 'decoder',
    embedding: {
      vocabSize: 0,
      embeddingSize: h,
      maxPositionEmbeddings: 1500,
      typeVocabSize: 0,
      norm: false,
      input: { kind: 'spectrogram', bins: 80 },
      decoder: { vocabSize: 51_865, maxPositionEmbeddings: 448, norm: false },
    },
    blocks: [
      ...repeated(layers, block),
      ...repeated(layers, { ...block, stack: 'decoder', crossAttention: true }),
    ],
    finalNorm: true,
    head: { kind: 'linear', tied: true },
    initializerRange: 0.02,
  };
}
