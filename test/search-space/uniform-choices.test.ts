import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FLEXIBERT_SPACE } from '../../src/search-space/flexibert-space.ts';
import { uniformChoices } from '../../src/search-space/uniform-choices.ts';
import { allChoices, smallAxes } from './axes.ts';
import { spaceOf } from './spaces.ts';

describe('uniformChoices', () => {
  test('are candidates of the space, each once, and the first: catches a layer that differs', () => {
    fc.assert(
      fc.property(smallAxes, (axes) => {
        const all = allChoices(axes).map((choices) => choices.join());
        const uniform = [...uniformChoices(axes)].map((choices) => choices.join());
        expect(new Set(uniform).size).toBe(uniform.length);
        expect(all).toEqual(expect.arrayContaining(uniform));
        expect(uniform[0]).toBe(all[0]);
      }),
    );
  });

  test('of a space with layers are one for each layer that can be chosen', async () => {
    const { axes } = await spaceOf(FLEXIBERT_SPACE);
    // 2 widths, 2 depths, 48 layers.
    expect([...uniformChoices(axes)]).toHaveLength(192);
  });
});
