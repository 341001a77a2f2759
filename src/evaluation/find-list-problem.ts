/** A list about the items, with the name of one of its values. */
export interface NamedList {
  readonly name: string;
  readonly values: ArrayLike<number>;
}

/**
 * Says what keeps lists from being about the same items, or from being compared; null if nothing
 * does. The first list is the one that the others are held against.
 */
export function findListProblem(lists: readonly NamedList[]): string | null {
  const [first] = lists;
  for (const { name, values } of lists) {
    if (first !== undefined && values.length !== first.values.length) {
      return `There are ${first.values.length} values of ${first.name} but ${values.length} of ${name}: give one of each per item.`;
    }
    for (let i = 0; i < values.length; i++) {
      if (!Number.isFinite(values[i])) {
        return `The value of ${name} at index ${i} is ${String(values[i])}, not a finite number: correct it, or leave that item out.`;
      }
    }
  }
  return null;
}
