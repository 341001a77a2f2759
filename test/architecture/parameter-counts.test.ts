import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inventory } from '../../src/architecture/inventory.ts';
import { countMatrices, countParameters } from '../../src/architecture/parameter-counts.ts';
import { SUB_MODULES } from '../../src/architecture/weight.ts';
import { architectures } from './architectures.ts';

describe('countParameters', () => {
  test('no weights are no parameters', () => {
    expect(countParameters([])).toEqual({
      total: 0,
      attention: 0,
      feedForward: 0,
      embedding: 0,
      other: 0,
    });
  });

  test('a weight that no part counts, or two do, would part the sum from the total', () => {
    fc.assert(
      fc.property(architectures, (architecture) => {
        const counts = countParameters(inventory(architecture, 'normal'));
        const { attention, feedForward, embedding, other, total } = counts;
        expect(attention + feedForward + embedding + other).toBe(total);
      }),
    );
  });
});

describe('countMatrices', () => {
  test('no weights are no matrices', () => {
    expect(countMatrices([])).toEqual({ total: 0, attention: 0, feedForward: 0, embedding: 0 });
  });

  test('biases, norms and projections between blocks are not among the matrices', () => {
    fc.assert(
      fc.property(architectures, (architecture) => {
        const weights = inventory(architecture, 'normal');
        const counts = countMatrices(weights);
        for (const part of SUB_MODULES) {
          const own = weights.filter(
            ({ subModule, shape }) => subModule === part && shape.length > 1,
          );
          // Query, key and value are three, however they are stored.
          const fused = own.filter(({ path }) =>
            /\.c_attn|qkv_net|\.attn\.weight|query_key_value/.test(path),
          );
          expect(counts[part]).toBe(own.length + 2 * fused.length);
        }
        expect(counts.total).toBe(counts.attention + counts.feedForward + counts.embedding);
      }),
    );
  });
});
