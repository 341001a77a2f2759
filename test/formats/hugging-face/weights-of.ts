import { inventory } from '../../../src/architecture/inventory.ts';
import { countParameters } from '../../../src/architecture/parameter-counts.ts';
import { candidateOf } from '../specs.ts';

/** Paths and shapes of the weights of a config, as one text. */
export function weightsOf(record: object): string {
  return inventory(candidateOf(record).architecture, 'normal')
    .map(({ path, shape, distribution }) => JSON.stringify([path, shape, distribution]))
    .join('\n');
}

/** The number of parameters of a config. */
export function totalOf(record: object): number {
  return countParameters(inventory(candidateOf(record).architecture, 'normal')).total;
}
