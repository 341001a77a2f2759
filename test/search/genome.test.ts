import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainAxis, type Axis } from '../../src/search-space/axis.ts';
import { choicesOf, drawGenome, genomeOf, layersKey } from '../../src/search/genome.ts';
import { RandomNumbers } from '../../src/search/random-numbers.ts';
import { allChoices, smallAxes } from '../search-space/axes.ts';

describe('a genome', () => {
  it('is that of its choices', () => {
    fc.assert(
      fc.property(smallAxes, fc.nat(), (axes, number) => {
        const all = allChoices(axes);
        const choices = all[number % all.length]!;
        expect(choicesOf(genomeOf(axes, choices))).toEqual(choices);
      }),
    );
  });

  it('is drawn as a candidate of the axes', () => {
    fc.assert(
      fc.property(smallAxes, fc.nat(), (axes, seed) => {
        const drawn = choicesOf(drawGenome(axes, new RandomNumbers(seed, 'genome')));
        expect(allChoices(axes)).toContainEqual(drawn);
      }),
    );
  });
});

describe('layersKey', () => {
  const layer: Axis[] = [plainAxis(3), plainAxis(2)];
  const axes: Axis[] = [
    plainAxis(2),
    {
      options: [2, 3].map((times) => ({ opens: layer, times })),
    },
  ];
  const keyOf = (...choices: number[]): string => layersKey(genomeOf(axes, choices));

  it('is the same for the same layers in another order alone', () => {
    expect(keyOf(1, 1, 0, 1, 2, 0, 1, 1)).toBe(keyOf(1, 1, 1, 1, 0, 1, 2, 0));
    expect(keyOf(1, 0, 0, 1, 2, 0)).not.toBe(keyOf(1, 0, 0, 0, 2, 1));
    expect(keyOf(0, 0, 0, 1, 2, 0)).not.toBe(keyOf(1, 0, 0, 1, 2, 0));
  });

  it('tells all multisets of layers apart', () => {
    const keys = new Set(allChoices(axes).map((choices) => keyOf(...choices)));
    // Of 6 options, two layers are one of 21 multisets, and three of 56; times the first axis.
    expect(keys.size).toBe(2 * (21 + 56));
  });
});
