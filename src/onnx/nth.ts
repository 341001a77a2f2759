import { GraphError } from './graph-error.ts';

/**
 * An item that must be there.
 *
 * @throws GraphError where the list is too short
 */
export function nth<Item>(list: readonly Item[], index: number): Item {
  const item = list[index];
  if (item === undefined) throw new GraphError(`${list.length} are too few`);
  return item;
}
