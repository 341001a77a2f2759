import { describe, expect, test } from 'vitest';
import { inventory } from '../../src/architecture/inventory.ts';
import { countParameters } from '../../src/architecture/parameter-counts.ts';
import { LIMITS } from '../../src/formats/limits.ts';
import { candidateOf, layer, spec } from './specs.ts';

describe('LIMITS', () => {
  test.each([LIMITS.hiddenSize, 2, 1])(
    'the largest architecture they allow, with %i heads, has an exact number of parameters',
    (num_operation_heads) => {
      const largest = layer({
        operation_type: 'DSC',
        operation_parameter: LIMITS.kernelSize,
        num_operation_heads,
        feed_forward_dimension: LIMITS.feedForwardWidth,
        num_feed_forward: LIMITS.feedForwardStack,
      });
      const { architecture } = candidateOf(
        spec({
          hidden_size: LIMITS.hiddenSize,
          embedding_size: LIMITS.hiddenSize,
          vocab_size: LIMITS.vocabSize,
          max_position_embeddings: LIMITS.positions,
          type_vocab_size: LIMITS.typeVocabSize,
          nas_config: { encoder_layers: Array.from({ length: LIMITS.blocks }, () => largest) },
        }),
      );
      const { total } = countParameters(inventory(architecture, 'normal'));
      expect(Number.isSafeInteger(total)).toBe(true);
      expect(total).toBeGreaterThan(2 ** 50);
    },
  );
});
