import { describe, expect, test } from 'vitest';
import { inventory } from '../../src/architecture/inventory.ts';
import { SUB_MODULES, type Weight } from '../../src/architecture/weight.ts';
import { readRecord } from '../../src/formats/registry.ts';
import { assignNames } from '../../src/safetensors/assign-names.ts';
import { CONFIGS } from '../formats/hugging-face/configs.ts';

function weightsOf(config: object): Weight[] {
  const { candidate } = readRecord(config, { source: '', defaultId: 'x', build: 'declared' });
  if (candidate === undefined) throw new Error('refused');
  return inventory(candidate.architecture, 'normal');
}

/** What a checkpoint says of a weight by its name, and the inventory by its list. */
const placeOf = ({
  path,
  subModule,
  block,
}: Pick<Weight, 'path' | 'subModule' | 'block'>): string =>
  `${path}: ${subModule} of ${String(block)}`;

describe('the tensors of a model of a published family', () => {
  test.each(Object.entries(CONFIGS))(
    'of %s are placed by their names as the inventory lists them: catches a name that two rooms read differently',
    (_, config) => {
      const weights = weightsOf(config);
      const { checkpoint, problems } = assignNames(
        weights
          .map(({ path, shape }) => ({
            path,
            dtype: 'F32',
            shape: [...shape],
            file: '',
            start: 0,
            bytes: 0,
          }))
          .reverse(),
      );
      expect([problems, checkpoint?.unmatched]).toEqual([[], []]);
      const capacity = weights.filter(({ counts }) => counts === 'capacity').map(placeOf);
      const places = checkpoint?.weights.map(placeOf) ?? [];
      expect(places.toSorted()).toEqual(weights.map(placeOf).toSorted());
      const known = new Set(capacity);
      // Sums are taken by sub-module, so the order inside each is what a score depends on.
      for (const name of SUB_MODULES) {
        const own = (place: string): boolean => place.includes(`: ${name} of `);
        expect(places.filter((place) => known.has(place) && own(place))).toEqual(
          capacity.filter(own),
        );
      }
    },
  );
});
