import { expect, test } from 'vitest';
import { drawSequences } from '../../src/runtime/draw-sequences.ts';
import { drawTokens } from '../../src/runtime/draw-tokens.ts';

test('drawSequences parts the drawn tokens into sequences: catches one that begins in the sequence before', () => {
  const sequences = drawSequences(3, 4, 7, 30_522);
  expect(sequences.map(({ length }) => length)).toEqual([7, 7, 7, 7]);
  expect(sequences.flat()).toEqual([...drawTokens(3, 4, 7, 30_522)]);
});
