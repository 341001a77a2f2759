import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Architecture } from '../../src/architecture/architecture.ts';
import {
  completeArchitecture,
  type PartialArchitecture,
} from '../../src/architecture/complete-architecture.ts';
import { idleParameters } from '../../src/architecture/idle-parameters.ts';
import { activeParamsCost } from '../../src/costs/active-params-cost.ts';
import type { CostSettings } from '../../src/costs/cost.ts';
import { cachedNumbers } from '../../src/costs/key-value-cache.ts';
import { memoryCost } from '../../src/costs/memory-cost.ts';
import { memoryParts, type MemoryPart } from '../../src/costs/memory-parts.ts';
import { peakActivations } from '../../src/costs/peak-activations.ts';
import { publishedArchitectures } from '../architecture/published-architectures.ts';
import { publishedParameters } from '../architecture/published-formulas.ts';
import {
  attention,
  decoder,
  deepSeek,
  gptOss,
  repeated,
  whisper,
} from '../architecture/published-models.ts';
import { block, model } from '../proxies/models.ts';

const MIB = 2 ** 20;
const PASS = { batch: 1, sequenceLength: 1 };

/** A model as Llama and Mistral are: layers, heads of 128, and heads of keys and values. */
function llama(layers: number, heads: number, shared: number, window: number | null = null) {
  return decoder(
    32_000,
    repeated(layers, {
      hiddenSize: 128 * heads,
      numAttentionHeads: heads,
      operation: attention({ numKeyValueHeads: shared, window }),
      feedForwardWidths: [11_008],
    }),
  );
}

const LLAMA_2_7B = llama(32, 32, 32);
const DEEP_SEEK_V3 = deepSeek(7168, 128, 1536, [3, 18_432], [58, 2048, 256, 1], 129_280);
const MIXTRAL = decoder(
  32_000,
  repeated(32, {
    hiddenSize: 4096,
    numAttentionHeads: 32,
    operation: attention({ numKeyValueHeads: 8 }),
    feedForwardWidths: [14_336],
    experts: { count: 8, routed: 2 },
  }),
);

function partsOf(
  given: PartialArchitecture,
  settings: Partial<CostSettings>,
): Readonly<Partial<Record<MemoryPart['part'], MemoryPart>>> {
  const architecture = completeArchitecture(given);
  const parameters = publishedParameters(architecture);
  const pass = { batch: 1, sequenceLength: 1, ...settings };
  const parts = memoryParts({ architecture, parameters }, pass);
  if (!parts.ok) throw new Error(parts.reason);
  return Object.fromEntries(parts.value.map((part) => [part.part, part]));
}

function reasonOf(architecture: Architecture, settings: Partial<CostSettings>): string {
  const pass = { batch: 1, sequenceLength: 4, ...settings };
  const parts = memoryParts({ architecture, parameters: 1 }, pass);
  return parts.ok ? '' : parts.reason;
}

describe('the keys and values of a context', () => {
  test.each([
    ['Llama 2 7B, 4,096 tokens', LLAMA_2_7B, 4096, 2048 * MIB],
    ['Llama 3 8B, whose heads share them, 8,192 tokens', llama(32, 32, 8), 8192, 1024 * MIB],
    ['Llama 3 70B, one token', llama(80, 64, 8), 1, 327_680],
    ['Mistral 7B, of whose 32,768 tokens it sees 4,096', llama(32, 32, 8, 4096), 32_768, 512 * MIB],
    ['DeepSeek-V3, one token of 70 KB', DEEP_SEEK_V3, 1, 70_272],
    ['Mixtral, in which experts have none, one token', MIXTRAL, 1, 131_072],
  ])('of %s, in 16 bits, as published', (_, given, context, bytes) => {
    expect(partsOf(given, { dtype: 'bf16', context }).cache).toMatchObject({
      dtype: 'bf16',
      bytes,
    });
  });

  test('of a decoder after an encoder include those of the encoder: catches one that is forgotten', () => {
    const tiny = completeArchitecture(whisper(384, 4));
    expect(cachedNumbers(tiny, 448, 1500)).toBe(4 * 2 * 384 * (448 + 1500));
  });

  test('are those that later tokens read, of any model: catches a block too many', () => {
    fc.assert(
      fc.property(
        publishedArchitectures,
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 1, max: 30 }),
        (architecture, context, encoded) => {
          let numbers = 0;
          for (const { operation, causal, crossSource, ...own } of architecture.blocks) {
            if (operation.kind !== 'self-attention') continue;
            const { latent, window } = operation;
            const size = operation.headSize ?? own.hiddenSize / own.numAttentionHeads;
            const heads = operation.numKeyValueHeads ?? own.numAttentionHeads;
            const width =
              latent === null
                ? heads * (size + (operation.valueSize ?? size))
                : latent.keyValueRank + latent.rotarySize;
            for (let place = 0; place < context; place++) {
              // The last token looks at those that are nearer than the window is wide.
              if (causal && context - place <= (window ?? Infinity)) numbers += width;
            }
            if (!own.crossAttention) continue;
            // Layers of another width have keys and values of all heads, in each layer that is read.
            const read = crossSource === null ? [width] : [];
            for (let layer = 0; layer < (crossSource?.layers ?? 0); layer++) {
              read.push(own.numAttentionHeads * size, own.numAttentionHeads * size);
            }
            for (const entries of read) numbers += entries * encoded;
          }
          expect(cachedNumbers(architecture, context, encoded)).toBe(numbers);
        },
      ),
    );
  });
});

describe('the parts of memory', () => {
  test('hold all experts, in the type of the weights: catches those that a token is routed to', () => {
    const weights = 46_702_792_704;
    expect(publishedParameters(completeArchitecture(MIXTRAL))).toBe(weights);
    for (const [dtype, bits] of [
      ['f32', 32],
      ['bf16', 16],
      ['f16', 16],
      ['int8', 8],
      ['int4', 4],
    ] as const) {
      expect(partsOf(MIXTRAL, { dtype }).weights).toEqual({
        part: 'weights',
        numbers: weights,
        dtype,
        bytes: (weights * bits) / 8,
      });
    }
    expect(
      memoryParts(
        { architecture: model([block()]), parameters: 3 },
        {
          batch: 1,
          sequenceLength: 1,
          dtype: 'int4',
        },
      ),
    ).toMatchObject({ ok: true, value: [{ bytes: 2 }, {}] });
  });

  test.each([
    ['f32', 'f32', 4],
    ['bf16', 'bf16', 2],
    ['int8', 'f16', 2],
    ['int4', 'f16', 2],
  ] as const)('of weights in %s have activations in %s', (dtype, own, bytes) => {
    const settings = { sequenceLength: 16, batch: 3 };
    const { activations, cache } = partsOf(LLAMA_2_7B, { ...settings, dtype, context: 64 });
    expect(cache).toMatchObject({ dtype: own, bytes: 3 * 64 * 32 * 2 * 4096 * bytes });
    const peak = peakActivations(completeArchitecture(LLAMA_2_7B), { ...settings, context: 64 });
    expect(activations).toEqual({
      part: 'activations',
      numbers: peak,
      dtype: own,
      bytes: bytes * peak,
    });
  });

  test('add up to the cost of that name, in single precision unless told', () => {
    const architecture = model([block()], { family: 'decoder' });
    const pass = { batch: 2, sequenceLength: 8 };
    const of = (settings: CostSettings) =>
      memoryCost.count({ architecture, parameters: 1001 }, settings);
    const peak = peakActivations(architecture, pass);
    expect(of(pass)).toEqual({ ok: true, value: 4 * (1001 + peak) });
    expect(of({ ...pass, dtype: 'f16' })).toEqual({ ok: true, value: 2 * (1001 + peak) });
    // Keys and values of eight numbers each, which fit into what is attended to anyhow.
    expect(of({ ...pass, dtype: 'f16', context: 8 })).toEqual({
      ok: true,
      value: 2 * (1001 + peak + 2 * 8 * 16),
    });
  });

  test('of the last tokens of a context have products with all of it: catches the square of the context', () => {
    const wide = { hiddenSize: 16, numAttentionHeads: 4, feedForwardWidths: [1] };
    const of = (sequenceLength: number, context: number, window: number | null = null): number => {
      const operation = attention({ window });
      const architecture = model([block({ ...wide, operation })], { family: 'decoder' });
      return peakActivations(architecture, { batch: 1, sequenceLength, context });
    };
    // The input; query, key and value; four heads of products.
    expect(of(10, 1000)).toBe(10 * 16 + 3 * 10 * 16 + 4 * 10 * 1000);
    expect(of(10, 1000, 50)).toBe(10 * 16 + 3 * 10 * 16 + 4 * 10 * 50);
    // A pass has no more tokens than the context that it is of.
    expect(of(10, 3)).toBe(3 * 16 + 3 * 3 * 16 + 4 * 3 * 3);
  });

  test('of an encoder know no context, of the decoder after it they do', () => {
    const wide = { hiddenSize: 16, numAttentionHeads: 4, feedForwardWidths: [1] };
    const encoder = block({ ...wide, stack: 'encoder' });
    const of = (decoder: boolean, context: number): number => {
      const own = block({ ...wide, stack: 'decoder', crossAttention: true });
      const stacks = model(decoder ? [encoder, own] : [encoder], { family: 'decoder' });
      return peakActivations(stacks, { batch: 1, sequenceLength: 10, context });
    };
    expect(of(false, 1000)).toBe(10 * 16 + 3 * 10 * 16 + 4 * 10 * 10);
    // What the encoder gave stays alive too.
    expect(of(true, 1000)).toBe(10 * 16 + 3 * 10 * 16 + 4 * 10 * 1000 + 10 * 16);
  });

  test('grow by what one more token keeps, and no less: catches a context that is not counted', () => {
    const [short, long] = [4096, 4097].map((context) => partsOf(DEEP_SEEK_V3, { context }));
    expect((long?.cache?.numbers ?? 0) - (short?.cache?.numbers ?? 0)).toBe(61 * 576);
    expect(long?.weights).toEqual(short?.weights);
  });

  test('are refused where nothing is kept, and past the positions: catches a pass that nobody can run', () => {
    const encoder = model([block()]);
    expect(reasonOf(encoder, { context: 8 })).toBe(
      'it keeps no keys and values, so it has no context: only decoders have one',
    );
    const learned = model([block()], { family: 'decoder' });
    expect(reasonOf(learned, { context: 10 })).toBe('');
    expect(reasonOf(learned, { context: 11 })).toBe(
      'a context of 11 is longer than its 10 positions',
    );
    expect(reasonOf(learned, { sequenceLength: 11 })).toBe(
      'a sequence of 11 is longer than its 10 positions',
    );
    const spoken = completeArchitecture(whisper(384, 4));
    expect(reasonOf(spoken, { sequenceLength: 1500, context: 448 })).toBe('');
    expect(reasonOf(spoken, { sequenceLength: 1500, context: 449 })).toBe(
      'a context of 449 is longer than the 448 positions of its decoder',
    );
  });
});

describe('the parameters of a token', () => {
  // Some makers leave the embedding out.
  test.each([
    ['Mixtral 8x7B', MIXTRAL, 0, '12.9'],
    ['gpt-oss-20b', gptOss(24, 32), 201_088 * 2880, '3.61'],
    ['gpt-oss-120b', gptOss(36, 128), 201_088 * 2880, '5.13'],
    ['DeepSeek-V3', DEEP_SEEK_V3, 129_280 * 7168, '37'],
    ['Llama 2 7B, which has no experts', LLAMA_2_7B, 0, '6.738'],
  ])(
    'of %s are those of the experts that it is routed to, as published',
    (_, given, apart, billions) => {
      const architecture = completeArchitecture(given);
      const parameters = publishedParameters(architecture);
      const counted = activeParamsCost.count({ architecture, parameters }, PASS);
      const active = (counted.ok ? counted.value : NaN) - apart;
      const digits = billions.split('.')[1]?.length ?? 0;
      expect((active / 1e9).toFixed(digits)).toBe(billions);
    },
  );

  test('of Mixtral leave out six experts of 32 blocks, to the last one', () => {
    expect(idleParameters(completeArchitecture(MIXTRAL))).toBe(32 * 6 * 3 * 4096 * 14_336);
  });

  test('of blocks that share weights leave out the experts once', () => {
    const own = block({ experts: { count: 4, routed: 1 }, bias: false, sharedAs: 'all' });
    expect(idleParameters(model([own, own]))).toBe(3 * 2 * 8 * 12);
    expect(idleParameters(model([{ ...own, bias: true }]))).toBe(3 * (2 * 8 * 12 + 12 + 8));
  });
});
