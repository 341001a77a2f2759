import { describe, expect, test } from 'vitest';
import { inventory } from '../../../src/architecture/inventory.ts';
import { countParameters } from '../../../src/architecture/parameter-counts.ts';
import { HUGGING_FACE_FAMILIES } from '../../../src/formats/hugging-face/families.ts';
import { ClosedForm } from '../../../src/scoring/closed-form.ts';
import { DEFAULT_SETTINGS } from '../../../src/scoring/score-settings.ts';
import { candidateOf } from '../specs.ts';
import { BERT_LIKE } from './bert-like-models.ts';
import { CONFIGS } from './configs.ts';
import { FORMULAS } from './llama-like-formulas.ts';
import { GPT_LIKE } from './gpt-like-models.ts';
import { MOBILEBERT } from './mobilebert-models.ts';
import { MORE_DECODERS } from './more-decoder-models.ts';
import { ROTARY_ENCODERS } from './rotary-encoder-models.ts';
import { ENCODER_DECODERS } from './encoder-decoder-models.ts';
import { IMAGES_AND_TEXTS } from './image-text-models.ts';

/** Weights of a linear layer with bias. */
const linear = (inputs: number, outputs: number): number => inputs * outputs + outputs;

/** An encoder block with a norm behind each of its parts. */
const encoderBlock = (h: number, f: number): number =>
  4 * linear(h, h) + linear(h, f) + linear(f, h) + 4 * h;

/** A block of Llama: query and output, key and value, gated feed-forward, two scales. */
const llamaBlock = (h: number, a: number, c: number, f: number): number =>
  2 * h * a + 2 * h * c + 3 * h * f + 2 * h;

/**
 * Parameters of published models: an encoder with its pooler where the family has one, a decoder
 * with its head, tied weights once. Each is written down, and counted a second time from the
 * definition of the family in its paper, matrix by matrix.
 *
 * Those of bert-base-uncased, gpt2 and Llama-2-7b are stated by their publishers' model cards to the
 * last parameter.
 */
const TOTALS: readonly (readonly [keyof typeof CONFIGS, number, number])[] = [
  [
    'bert-base-uncased',
    109_482_240,
    (30_522 + 512 + 2) * 768 + 2 * 768 + 12 * encoderBlock(768, 3072) + linear(768, 768),
  ],
  [
    // Without the dense layer of the discriminator's head, 256 x 256 with bias.
    'electra-small-discriminator',
    13_483_008,
    (30_522 + 512 + 2) * 128 + 2 * 128 + linear(128, 256) + 12 * encoderBlock(256, 1024),
  ],
  [
    'roberta-base',
    124_645_632,
    (50_265 + 514 + 1) * 768 + 2 * 768 + 12 * encoderBlock(768, 3072) + linear(768, 768),
  ],
  [
    'distilbert-base-uncased',
    66_362_880,
    (30_522 + 512) * 768 + 2 * 768 + 6 * encoderBlock(768, 3072),
  ],
  [
    // The weights of one block, however often it is passed.
    'albert-base-v2',
    11_683_584,
    (30_000 + 512 + 2) * 128 +
      2 * 128 +
      linear(128, 768) +
      encoderBlock(768, 3072) +
      linear(768, 768),
  ],
  [
    // No positions but 512 distances, with a norm of their own; keys of distances are shared.
    'deberta-v3-base',
    183_831_552,
    128_100 * 768 + 2 * 768 + 12 * encoderBlock(768, 3072) + 512 * 768 + 2 * 768,
  ],
  [
    // The same with a convolution over three positions behind the first block.
    'deberta-v2-xlarge',
    884_593_152,
    128_100 * 1536 +
      2 * 1536 +
      24 * encoderBlock(1536, 6144) +
      512 * 1536 +
      2 * 1536 +
      (1536 * 1536 * 3 + 1536 + 2 * 1536),
  ],
  ['gpt2', 124_439_808, (50_257 + 1024) * 768 + 12 * encoderBlock(768, 3072) + 2 * 768],
  ['pythia-70m', 70_426_624, 2 * 50_304 * 512 + 6 * encoderBlock(512, 2048) + 2 * 512],
  [
    // Two rows of positions stand before that of the first.
    'opt-125m',
    125_239_296,
    (50_272 + 2050) * 768 + 12 * encoderBlock(768, 3072) + 2 * 768,
  ],
  [
    // Words of 512, projected to 1024 and back; no norm behind the last block, as each has its own.
    'opt-350m',
    331_196_416,
    50_272 * 512 + 2050 * 1024 + 2 * 512 * 1024 + 24 * encoderBlock(1024, 4096),
  ],
  [
    'Llama-2-7b',
    6_738_415_616,
    2 * 32_000 * 4096 + 32 * llamaBlock(4096, 4096, 4096, 11_008) + 4096,
  ],
  [
    'Mistral-7B-v0.1',
    7_241_732_096,
    2 * 32_000 * 4096 + 32 * llamaBlock(4096, 4096, 1024, 14_336) + 4096,
  ],
  [
    'Mixtral-8x7B-v0.1',
    46_702_792_704,
    2 * 32_000 * 4096 +
      32 * (llamaBlock(4096, 4096, 1024, 14_336) + 7 * 3 * 4096 * 14_336 + 8 * 4096) +
      4096,
  ],
  [
    'Qwen2-0.5B',
    494_032_768,
    151_936 * 896 + 24 * (llamaBlock(896, 896, 128, 4864) + 896 + 2 * 128) + 896,
  ],
  [
    'Qwen3-0.6B',
    596_049_920,
    151_936 * 1024 + 28 * (llamaBlock(1024, 2048, 1024, 3072) + 2 * 128) + 1024,
  ],
  [
    'Qwen1.5-MoE-A2.7B',
    14_315_784_192,
    2 * 151_936 * 2048 +
      24 *
        (llamaBlock(2048, 2048, 2048, 0) +
          3 * 2048 +
          60 * 3 * 2048 * 1408 +
          60 * 2048 +
          3 * 2048 * 5632 +
          2048) +
      2048,
  ],
  ['gemma-2b', 2_506_172_416, 256_000 * 2048 + 18 * llamaBlock(2048, 2048, 256, 16_384) + 2048],
  [
    'phi-2',
    2_779_683_840,
    51_200 * 2560 +
      32 * (4 * linear(2560, 2560) + linear(2560, 10_240) + linear(10_240, 2560) + 2 * 2560) +
      2 * 2560 +
      linear(2560, 51_200),
  ],
  [
    // Of each stack a table of 32 distances x 8 heads; the decoder attends twice.
    't5-small',
    60_506_624,
    32_128 * 512 +
      2 * (32 * 8 + 512) +
      6 * (4 * 512 * 512 + 2 * 512 * 2048 + 2 * 512) +
      6 * (8 * 512 * 512 + 2 * 512 * 2048 + 3 * 512),
  ],
  [
    // Gated, heads narrower together than the model, a head of its own.
    't5-v1_1-small',
    76_961_152,
    2 * 32_128 * 512 +
      2 * (32 * 6 + 512) +
      8 * (4 * 512 * 384 + 3 * 512 * 1024 + 2 * 512) +
      8 * (8 * 512 * 384 + 3 * 512 * 1024 + 3 * 512),
  ],
];

describe('the parameters of', () => {
  test.each(TOTALS)('%s are %d', (name, total, counted) => {
    expect(counted).toBe(total);
    const { architecture } = candidateOf(CONFIGS[name]);
    expect(countParameters(inventory(architecture, 'normal')).total).toBe(total);
    const scored = new ClosedForm(DEFAULT_SETTINGS).score(architecture);
    expect(scored.ok && scored.value.parameters.total).toBe(total);
  });

  test('at least one model of every family: catches one that nobody counted', () => {
    // The others are counted in `counted-families.test.ts`.
    const others = Object.keys({
      ...FORMULAS,
      ...GPT_LIKE,
      ...MORE_DECODERS,
      ...BERT_LIKE,
      ...ROTARY_ENCODERS,
      ...MOBILEBERT,
      ...ENCODER_DECODERS,
      ...IMAGES_AND_TEXTS,
    });
    const counted = new Set([...TOTALS.map(([name]) => CONFIGS[name].model_type), ...others]);
    expect([...HUGGING_FACE_FAMILIES.keys()].filter((type) => !counted.has(type))).toEqual([]);
  });
});
