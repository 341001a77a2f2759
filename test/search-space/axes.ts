import fc from 'fast-check';
import { plainAxis, type Axis } from '../../src/search-space/axis.ts';

/** Axes as a space may have them, small enough to list all candidates. */
export const smallAxes: fc.Arbitrary<readonly Axis[]> = fc
  .tuple(
    fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 3 }),
    fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 3 }),
    fc.uniqueArray(fc.integer({ min: 1, max: 3 }), { maxLength: 2 }),
    fc.boolean(),
  )
  .map(([plain, ofLayer, numbers, nested]) => {
    const inner = ofLayer.slice(0, 2).map(plainAxis);
    const opens = nested
      ? [
          {
            options: [
              { opens: inner, times: 1 },
              { opens: [], times: 1 },
            ],
          },
        ]
      : inner;
    const layers: Axis[] =
      numbers.length === 0 ? [] : [{ options: numbers.map((times) => ({ opens, times })) }];
    return [...plain.map(plainAxis), ...layers, plainAxis(2)];
  });

/** All candidates in order, by plain recursion over lists: the slow reference. */
export function allChoices(axes: readonly Axis[]): number[][] {
  const [axis, ...others] = axes;
  if (axis === undefined) return [[]];
  const rest = allChoices(others);
  return axis.options.flatMap(({ opens, times }, number) => {
    let opened: number[][] = [[]];
    for (let time = 0; time < times; time++) {
      const once = allChoices(opens);
      opened = opened.flatMap((before) => once.map((after) => [...before, ...after]));
    }
    return opened.flatMap((middle) => rest.map((after) => [number, ...middle, ...after]));
  });
}
