import { describe, expect, test } from 'vitest';
import type { Block, LinearTransform } from '../../../src/architecture/architecture.ts';
import { completeBlock } from '../../../src/architecture/complete-architecture.ts';
import { listLinearTransform } from '../../../src/architecture/operations/linear-transform.ts';
import { listed, residualWriters } from '../listed.ts';

function blockOf(transform: LinearTransform['transform']): Block {
  return completeBlock(
    {
      hiddenSize: 8,
      operation: { kind: 'linear-transform', transform },
      numAttentionHeads: 4,
      feedForwardWidths: [32],
    },
    { family: 'encoder' },
  );
}

describe('listLinearTransform', () => {
  test.each(['discrete-fourier', 'discrete-cosine'] as const)(
    'the %s one has a square projection with bias and nothing else: no output, no norm',
    (transform) => {
      expect(
        listed((list) => {
          listLinearTransform(blockOf(transform), 'a', list);
        }),
      ).toEqual(['a.self.input.weight 8x8 capacity', 'a.self.input.bias 8 parameters']);
    },
  );

  test('with no output projection, its one matrix is what writes to the residual stream', () => {
    expect(
      residualWriters((list) => {
        listLinearTransform(blockOf('discrete-fourier'), 'a', list);
      }),
    ).toEqual(['a.self.input.weight']);
  });
});
