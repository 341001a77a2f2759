import { describe, expect, test } from 'vitest';
import {
  completeArchitecture,
  type PartialArchitecture,
} from '../../src/architecture/complete-architecture.ts';
import { inventory } from '../../src/architecture/inventory.ts';
import { countParameters } from '../../src/architecture/parameter-counts.ts';
import { publishedParameters } from './published-formulas.ts';
import {
  attention,
  decoder,
  deepSeek,
  gptOss,
  repeated,
  vision,
  whisper,
} from './published-models.ts';

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
