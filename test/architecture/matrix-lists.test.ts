import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inventory } from '../../src/architecture/inventory.ts';
import { MatrixLists } from '../../src/architecture/matrix-lists.ts';
import { architectures } from './architectures.ts';
import { publishedArchitectures } from './published-architectures.ts';

describe('MatrixLists.of(architecture)', () => {
  test('gives the matrices of the inventory in its order, whatever came before: catches a part taken for another', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(architectures, publishedArchitectures), { maxLength: 6 }),
        fc.constantFrom('normal', 'gpt2', 'xavier-normal'),
        (models, scheme) => {
          const lists = new MatrixLists(() => scheme);
          for (const architecture of [...models, ...models]) {
            expect(lists.of(architecture).flat()).toEqual(
              inventory(architecture, scheme).filter(({ counts }) => counts === 'capacity'),
            );
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  test('gives equal parts one list: catches a key that holds too much', () => {
    const [architecture] = fc.sample(architectures, { numRuns: 1, seed: 1 });
    if (architecture === undefined) throw new Error('no architecture');
    const lists = new MatrixLists(() => 'normal');
    const other = { ...architecture, embedding: { ...architecture.embedding, vocabSize: 77 } };
    const [first, second] = [lists.of(architecture), lists.of(other)];
    expect(second[0]).not.toBe(first[0]);
    expect(second.slice(1).every((list, index) => list === first[index + 1])).toBe(true);
  });
});
