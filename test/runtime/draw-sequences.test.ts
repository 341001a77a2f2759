import { expect, test } from 'vitest';
import { drawSequences } from '../../src/runtime/draw-sequences.ts';
import { drawTokens } from '../../src/runtime/draw-tokens.ts';

test('drawSequences parts the drawn tokens into texts: catches one that begins in the text before', () => {
  const texts = drawSequences(3, 4, 7, 30_522);
  expect(texts.map(({ length }) => length)).toEqual([7, 7, 7, 7]);
  expect(texts.flat()).toEqual([...drawTokens(3, 4, 7, 30_522)]);
});
