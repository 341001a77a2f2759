import { expect, test } from 'vitest';
import { drawTexts } from '../../src/running/draw-texts.ts';
import { drawTokens } from '../../src/running/draw-tokens.ts';

test('drawTexts parts the drawn tokens into texts: catches one that begins in the text before', () => {
  const texts = drawTexts(3, 4, 7, 30_522);
  expect(texts.map(({ length }) => length)).toEqual([7, 7, 7, 7]);
  expect(texts.flat()).toEqual([...drawTokens(3, 4, 7, 30_522)]);
});
