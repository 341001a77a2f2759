import { describe, expect, test } from 'vitest';
import type { LinearTransform } from '../../../src/architecture/operation.ts';
import { completeBlock } from '../../../src/architecture/complete-architecture.ts';
import { linearTransform } from '../../../src/architecture/operations/linear-transform.ts';
import { WEIGHT_NAMES } from '../../../src/architecture/naming-tables.ts';
import type { WeightSink } from '../../../src/architecture/weight-sink.ts';
import { listed, residualWriters } from '../listed.ts';

function listOf(transform: LinearTransform['transform'], list: WeightSink): void {
  const operation = { kind: 'linear-transform', transform } as const;
  const sizes = { hiddenSize: 8, numAttentionHeads: 4, feedForwardWidths: [32] };
  const block = completeBlock({ ...sizes, operation }, { family: 'encoder' });
  linearTransform.list(block, operation, 'a', WEIGHT_NAMES.bert, list);
}

describe('linearTransform.list', () => {
  test.each(['discrete-fourier', 'discrete-cosine'] as const)(
    'the %s one has a square projection with bias and nothing else: no output, no norm',
    (transform) => {
      expect(
        listed((list) => {
          listOf(transform, list);
        }),
      ).toEqual(['a.self.input.weight 8x8 capacity', 'a.self.input.bias 8 parameters']);
    },
  );

  test('with no output projection, its one matrix is what writes to the residual stream', () => {
    expect(
      residualWriters((list) => {
        listOf('discrete-fourier', list);
      }),
    ).toEqual(['a.self.input.weight']);
  });
});
