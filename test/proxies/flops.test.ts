import { describe, expect, test } from 'vitest';
import { flops } from '../../src/proxies/flops.ts';
import { DEFAULT_PROXY_SETTINGS } from '../../src/proxy-parts/proxy.ts';
import { block, model } from './models.ts';
import { scoresOf } from './scores-of.ts';

const at = (sequenceLength: number) => ({ ...DEFAULT_PROXY_SETTINGS, sequenceLength });

describe('flops', () => {
  test('of a model of the size of BERT-tiny, by hand: catches a product that is left out', async () => {
    const one = block({ hiddenSize: 128, numAttentionHeads: 2, feedForwardWidths: [512] });
    const projections = 4 * 16_384;
    const attention = 128 * 128 + 128 * 128;
    const feedForward = 65_536 + 65_536;
    expect(projections + attention + feedForward).toBe(229_376);
    expect(await scoresOf(flops, [model([one, one])])).toEqual([458_752]);
  });

  test('of a model of every operation over 10 tokens, by hand: catches one that is counted as another', async () => {
    const architecture = model(
      [
        block({
          hiddenSize: 16,
          operation: { kind: 'self-attention', similarity: 'weighted-multiplicative' },
          feedForwardWidths: [12, 20],
        }),
        block({
          hiddenSize: 16,
          operation: { kind: 'linear-transform', transform: 'discrete-cosine' },
          feedForwardWidths: [32],
        }),
        block({
          hiddenSize: 8,
          operation: { kind: 'separable-convolution', kernelSize: 3 },
          numAttentionHeads: 4,
          feedForwardWidths: [4],
        }),
      ],
      {
        embedding: {
          vocabSize: 1000,
          embeddingSize: 5,
          maxPositionEmbeddings: 20,
          typeVocabSize: 2,
        },
      },
    );
    const embedding = 5 * 16;
    // Query, key, value, output; the weights of the similarity; two products over 10 tokens.
    const weighted = 4 * 256 + 256 + 2 * 10 * 16 + (16 * 12 + 12 * 20 + 20 * 16);
    // Of each of 10 x 16 numbers, 2 log2 16 along the hidden size and 2 log2 10 along the sequence.
    const transform = 256 + 16 * (2 * 4 + 2 * Math.log2(10)) + (512 + 512);
    const between = 16 * 8;
    // Two heads of size 2, so 4 wide: five projections, two products over 10 tokens, depthwise,
    // generator of 2 kernels of 3, the convolution with them, output.
    const convolution = 5 * 32 + 2 * 40 + 24 + 4 * 6 + 4 * 3 + 64 + (32 + 32);
    const [found] = await scoresOf(flops, [architecture], at(10));
    expect(found).toBeCloseTo(embedding + weighted + transform + between + convolution, 9);
  });

  test('counts heads of their own size and relative positions: catches hidden size for head size', async () => {
    const attention = { kind: 'self-attention', similarity: 'scaled-dot-product' } as const;
    const wide = block({ operation: { ...attention, headSize: 6, relativePositions: true } });
    // All heads are 12 wide: five projections 8 x 12, three products over 7 tokens.
    expect(await scoresOf(flops, [model([wide])], at(7))).toEqual([5 * 96 + 3 * 84 + 2 * 96]);
  });

  test('heads that share keys, gates and experts, by hand: catches experts that no token sees', async () => {
    const shared = block({
      operation: {
        kind: 'self-attention',
        similarity: 'scaled-dot-product',
        numKeyValueHeads: 1,
      },
      gated: true,
      experts: { count: 7, routed: 3, sharedWidth: 5 },
    });
    // Two heads of 4 query one of keys and values.
    const attention = 2 * 64 + 2 * 8 * 4 + 2 * 10 * 8;
    const feedForward = 8 * 7 + 3 * (3 * 8 * 12) + (3 * 8 * 5 + 8);
    expect(await scoresOf(flops, [model([shared])], at(10))).toEqual([attention + feedForward]);
  });

  test('a decoder behind an encoder attends twice; blocks that share weights compute each', async () => {
    const encoder = block({ stack: 'encoder', sharedAs: 'all' });
    const decoder = block({ stack: 'decoder', crossAttention: true });
    const attention = 4 * 64 + 2 * 10 * 8;
    const feedForward = 2 * 8 * 12;
    expect(await scoresOf(flops, [model([encoder, encoder, decoder])], at(10))).toEqual([
      4 * attention + 3 * feedForward,
    ]);
  });

  test('distances that are keys and queries are projected once a sequence, and a convolution has its entries', async () => {
    const one = block({
      operation: {
        kind: 'self-attention',
        similarity: 'scaled-dot-product',
        positionKeys: 'shared',
        positionQueries: 'own',
      },
      convolution: { kernelSize: 3, groups: 2, activation: 'tanh' },
    });
    const { embedding, ...rest } = model([one]);
    const distances = { count: 20, norm: true };
    const [found] = await scoresOf(
      flops,
      [{ ...rest, embedding: { ...embedding, distances } }],
      at(10),
    );
    const ofDistances = 2 * (20 * 8 + (20 * 8 * 8) / 10);
    expect(found).toBe(4 * 64 + 2 * 10 * 8 + ofDistances + (64 * 3) / 2 + 2 * 8 * 12);
  });

  test('a window, values of their own size and latent attention, by hand: catches keys of every position', async () => {
    const attention = { kind: 'self-attention', similarity: 'scaled-dot-product' } as const;
    const feedForward = 2 * 8 * 12;
    const windowed = block({ operation: { ...attention, window: 4, valueSize: 3 } });
    const causal = model([windowed], { family: 'decoder' });
    // Two heads of four, of six values in all; an encoder sees two positions to either side.
    const projections = 2 * 64 + 2 * 8 * 6;
    expect(await scoresOf(flops, [causal, model([windowed])], at(10))).toEqual(
      [4, 5].map((span) => projections + span * (8 + 6) + feedForward),
    );
    expect(await scoresOf(flops, [causal], at(3))).toEqual([projections + 3 * 14 + feedForward]);
    const latent = { queryRank: 5, keyValueRank: 6, rotarySize: 1 };
    const operation = { ...attention, headSize: 4, valueSize: 3, latent };
    const down = 8 * 5 + 8 * (6 + 1);
    const up = 5 * 8 + 6 * 2 * (3 + 3);
    expect(await scoresOf(flops, [model([block({ operation })])], at(10))).toEqual([
      down + up + 8 * 6 + 10 * (8 + 6) + feedForward,
    ]);
  });

  test('what reads an image or a spectrogram costs its layer: catches learned vectors that cost', async () => {
    const one = block({});
    const own = 4 * 64 + 2 * 10 * 8 + 2 * 8 * 12;
    const { embedding, ...rest } = model([one]);
    const patches = { kind: 'patches', imageSize: 6, patchSize: 2, channels: 3 } as const;
    const image = { ...patches, bias: true, extraTokens: 1, maskToken: false };
    const sound = { kind: 'spectrogram', bins: 5 } as const;
    const models = [image, sound].map((input) => ({ ...rest, embedding: { ...embedding, input } }));
    expect(await scoresOf(flops, models, at(10))).toEqual([
      own + (9 * 3 * 4 * 8) / 10,
      own + 2 * 3 * 5 * 8 + 3 * 64,
    ]);
  });

  test('grows by the attention products alone with the sequence', async () => {
    const [short = NaN, long = NaN] = await Promise.all(
      [1, 1001].map(async (length) => (await scoresOf(flops, [model([block()])], at(length)))[0]),
    );
    expect(long - short).toBe(2 * 1000 * 8);
  });

  test.each([0, 1.5, NaN, Infinity])('refuses a sequence of %d tokens', (length) => {
    expect(() => flops.score([], at(length))).toThrow('whole number of tokens');
  });
});
