import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plainAxis } from '../../src/search-space/axis.ts';
import { choicesAt, indexOfChoices, nextChoices } from '../../src/search-space/choices-at.ts';
import { flexibertAxes, FLEXIBERT_SPACE } from '../../src/search-space/flexibert-space.ts';
import { longestWalk, sizeOfAxes } from '../../src/search-space/space-size.ts';
import { allChoices, smallAxes } from './axes.ts';

const FLEXIBERT = flexibertAxes(FLEXIBERT_SPACE);

describe('sizeOfAxes', () => {
  test('counts what a list of all candidates holds: catches a sum in the place of a product', () => {
    fc.assert(
      fc.property(smallAxes, (axes) => {
        expect(sizeOfAxes(axes)).toBe(BigInt(allChoices(axes).length));
      }),
    );
  });

  test('of the FlexiBERT space is 2 (48^2 + 48^4), as 48 layers and two depths have it', () => {
    expect(sizeOfAxes(FLEXIBERT)).toBe(2n * (48n ** 2n + 48n ** 4n));
  });

  test('is exact beyond 2^53, and in no time at 4096 depths: catches doubles, powers from the start', () => {
    const opens = [plainAxis(6), plainAxis(8)];
    const options = Array.from({ length: 4096 }, (_, n) => ({ opens, times: n + 1 }));
    // A geometric sum.
    expect(sizeOfAxes([{ options }])).toBe((48n ** 4097n - 48n) / 47n);
  });

  test('of no axes is one, the base itself', () => {
    expect(sizeOfAxes([])).toBe(1n);
  });
});

describe('longestWalk', () => {
  test('is the length of the longest candidate: catches a limit that lets one pass', () => {
    fc.assert(
      fc.property(smallAxes, (axes) => {
        expect(longestWalk(axes)).toBe(Math.max(...allChoices(axes).map(({ length }) => length)));
      }),
    );
  });
});

describe('choicesAt and nextChoices', () => {
  test('give the candidates of the list, in its order: catches one that is twice or never', () => {
    fc.assert(
      fc.property(smallAxes, (axes) => {
        const all = allChoices(axes);
        expect(all.map((_, index) => choicesAt(axes, BigInt(index)))).toEqual(all);
        expect(all.map((own) => indexOfChoices(axes, own))).toEqual(all.map((_, i) => BigInt(i)));
        const choices = choicesAt(axes, 0n);
        const walked = [[...choices]];
        while (nextChoices(axes, choices)) walked.push([...choices]);
        expect(walked).toEqual(all);
        expect(choices).toEqual(all.at(-1));
      }),
    );
  });

  test.each([-1n, 2n * (48n ** 2n + 48n ** 4n)])(
    'refuse the number %d, which none has',
    (index) => {
      expect(() => choicesAt(FLEXIBERT, index)).toThrow(RangeError);
    },
  );

  test('look at the options of an axis once for all layers: catches a sum over them for each layer', () => {
    let reads = 0;
    const options = new Proxy(plainAxis(60_000).options, {
      get: (target, key) => {
        if (key === Symbol.iterator) reads += target.length;
        return Reflect.get(target, key) as unknown;
      },
    });
    const axes = [{ options: [{ opens: [{ options }], times: 4096 }] }];
    const last = 60_000n ** 4096n - 1n;
    expect(choicesAt(axes, last).slice(0, 3)).toEqual([0, 59_999, 59_999]);
    expect(choicesAt(axes, 0n)).toHaveLength(4097);
    expect(indexOfChoices(axes, choicesAt(axes, last))).toBe(last);
    expect(reads).toBe(60_000);
  });

  test('reach any part of a space beyond counting: catches a loop over what is before', () => {
    const opens = [plainAxis(48)];
    const axes = [{ options: [{ opens, times: 1000 }] }];
    const last = choicesAt(axes, 48n ** 1000n - 1n);
    expect(last).toEqual([0, ...Array.from({ length: 1000 }, () => 47)]);
  });
});
