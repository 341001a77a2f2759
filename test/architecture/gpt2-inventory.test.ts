import { describe, expect, test } from 'vitest';
import { completeArchitecture } from '../../src/architecture/complete-architecture.ts';
import { inventory } from '../../src/architecture/inventory.ts';
import { countParameters } from '../../src/architecture/parameter-counts.ts';
import { block, tiny } from './tiny-architectures.ts';

describe('inventory of GPT-2', () => {
  test('GPT-2 in miniature has the names and the order of its checkpoint', () => {
    const own = block({
      hiddenSize: 8,
      operation: {
        kind: 'self-attention',
        similarity: 'scaled-dot-product',
        fusedQueryKeyValue: true,
      },
      norm: 'pre',
    });
    const gpt2 = completeArchitecture({
      family: 'decoder',
      embedding: {
        vocabSize: 10,
        embeddingSize: 8,
        maxPositionEmbeddings: 5,
        typeVocabSize: 0,
        norm: false,
      },
      blocks: [own],
      finalNorm: true,
      naming: 'gpt2',
      initializerRange: 0.02,
    });
    const weights = inventory(gpt2, 'normal').filter(({ path }) => path.endsWith('.weight'));
    expect(weights.map(({ path, subModule }) => `${path} ${subModule}`)).toEqual([
      'transformer.wte.weight embedding',
      'transformer.wpe.weight embedding',
      'transformer.h.0.ln_1.weight other',
      'transformer.h.0.attn.c_attn.weight attention',
      'transformer.h.0.attn.c_proj.weight attention',
      'transformer.h.0.ln_2.weight other',
      'transformer.h.0.mlp.c_fc.weight feedForward',
      'transformer.h.0.mlp.c_proj.weight feedForward',
      'transformer.ln_f.weight other',
    ]);
  });

  test("GPT-2's published sizes have their known parameters: 124,439,808 of the small one", () => {
    const gpt2 = (layers: number, h: number): number => {
      const own = block({
        hiddenSize: h,
        norm: 'pre',
        numAttentionHeads: h / 64,
        feedForwardWidths: [4 * h],
      });
      return countParameters(
        inventory(
          completeArchitecture({
            family: 'decoder',
            embedding: {
              vocabSize: 50257,
              embeddingSize: h,
              maxPositionEmbeddings: 1024,
              typeVocabSize: 0,
              norm: false,
            },
            blocks: Array.from({ length: layers }, () => own),
            finalNorm: true,
            initializerRange: 0.02,
          }),
          'gpt2',
        ),
      ).total;
    };
    expect([gpt2(12, 768), gpt2(24, 1024), gpt2(36, 1280), gpt2(48, 1600)]).toEqual([
      124_439_808, 354_823_168, 774_030_080, 1_557_611_200,
    ]);
  });

  test("GPT-2's scheme divides by the root of two additions for each block", () => {
    const weights = inventory(tiny(block({}), block({})), 'gpt2');
    const out = weights.find(({ path }) => path === 'encoder.layer.0.output.dense.weight');
    expect(out?.distribution).toEqual({ kind: 'normal', standardDeviation: 0.02 / Math.sqrt(4) });
  });
});
