import { describe, expect, test } from 'vitest';
import {
  completeArchitecture,
  type PartialArchitecture,
  type PartialBlock,
  type PartialSelfAttention,
} from '../../src/architecture/complete-architecture.ts';
import { inventory } from '../../src/architecture/inventory.ts';
import { countParameters } from '../../src/architecture/parameter-counts.ts';
import { publishedParameters } from './published-formulas.ts';

const DOT = { kind: 'self-attention', similarity: 'scaled-dot-product' } as const;

function attention(changes: Partial<PartialSelfAttention>): PartialSelfAttention {
  return { ...DOT, ...changes };
}

function repeated(count: number, block: PartialBlock): PartialBlock[] {
  return Array.from({ length: count }, () => block);
}

/** A decoder with norms by the root mean square, and neither biases nor learned positions. */
function decoder(
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
function deepSeek(
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

function gptOss(layers: number, count: number): PartialArchitecture {
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
function vision(
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

function whisper(h: number, layers: number): PartialArchitecture {
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

/** The parameters of models as their makers publish them. */
const PUBLISHED: readonly (readonly [string, PartialArchitecture, number])[] = [
  [
    'DeepSeek-V2-Lite',
    deepSeek(2048, 16, null, [1, 10_944], [26, 1408, 64, 2], 102_400),
    15_706_484_224,
  ],
  [
    'DeepSeek-V3',
    deepSeek(7168, 128, 1536, [3, 18_432], [58, 2048, 256, 1], 129_280),
    671_026_404_352,
  ],
  ['gpt-oss-20b', gptOss(24, 32), 20_914_757_184],
  ['gpt-oss-120b', gptOss(36, 128), 116_829_156_672],
  [
    'Gemma 2 2B',
    decoder(
      256_000,
      repeated(26, {
        hiddenSize: 2304,
        numAttentionHeads: 8,
        operation: attention({ headSize: 256, numKeyValueHeads: 4, softCap: 50 }),
        feedForwardWidths: [9216],
        norm: 'sandwich',
      }),
      { head: { kind: 'linear', tied: true, softCap: 30 } },
    ),
    2_614_341_888,
  ],
  [
    'OLMo 2 7B',
    decoder(
      100_352,
      repeated(32, {
        hiddenSize: 4096,
        numAttentionHeads: 32,
        operation: attention({ queryKeyNorm: 'all-heads' }),
        feedForwardWidths: [11_008],
        norm: 'output',
      }),
    ),
    7_298_617_344,
  ],
  ['ViT-B/16', vision(768, 12, 16), 85_798_656],
  [
    'DINOv2 base',
    vision(768, 12, 14, { layerScale: true }, { maskToken: true, imageSize: 518 }),
    86_580_480,
  ],
  ['Whisper tiny', whisper(384, 4), 37_760_640],
  ['Whisper base', whisper(512, 6), 72_593_920],
];

describe('the parameters of published models', () => {
  test.each(PUBLISHED)('%s: to the last one', (_, model, parameters) => {
    const architecture = completeArchitecture(model);
    expect(publishedParameters(architecture)).toBe(parameters);
    expect(countParameters(inventory(architecture, 'normal')).total).toBe(parameters);
  });
});
