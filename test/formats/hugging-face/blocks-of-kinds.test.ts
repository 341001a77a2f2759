import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { blocksOfKinds } from '../../../src/formats/hugging-face/blocks-of-kinds.ts';
import { HUGGING_FACE_FAMILIES } from '../../../src/formats/hugging-face/families.ts';
import { candidateOf } from '../specs.ts';

describe('blocksOfKinds', () => {
  test('makes one block of each kind, and gives it to every layer of that kind', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 5 }), { maxLength: 40 }), (kinds) => {
        const calls: number[] = [];
        const blocks = blocksOfKinds(
          kinds.length,
          (layer) => kinds[layer] ?? NaN,
          (kind) => {
            calls.push(kind);
            return { kind };
          },
        );
        expect(blocks.map(({ kind }) => kind)).toEqual(kinds);
        expect(calls).toEqual([...new Set(kinds)]);
        expect(new Set(blocks).size).toBe(calls.length);
      }),
    );
  });

  test('no family makes a block for every layer, which made T5 and ALBERT five times as slow as DistilBERT', () => {
    for (const modelType of HUGGING_FACE_FAMILIES.keys()) {
      const image = { image_size: 32, patch_size: 16 };
      const { blocks } = candidateOf({ model_type: modelType, ...image }).architecture;
      // Two stacks of two kinds, or whether a block has a window and whether it has experts.
      expect(new Set(blocks).size, modelType).toBeLessThanOrEqual(4);
    }
  });
});

test('nomic_bert takes its number of positions under either name: catches a default of null that contradicts', () => {
  const both = {
    model_type: 'nomic_bert',
    n_positions: 2048,
    original_max_position_embeddings: null,
  };
  const scaled = { rope_scaling: { type: 'dynamic', factor: 2 } };
  const read = candidateOf({ ...both, ...scaled, max_position_embeddings: 2048 });
  expect(read.architecture).toStrictEqual(candidateOf({ ...both, ...scaled }).architecture);
  expect(read.architecture.positions).toMatchObject({ scaling: { context: 2048 } });
});
