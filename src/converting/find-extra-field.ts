/**
 * The first field of an object that has a value and is none of the given ones: something that a
 * form without it can't say, whatever it may mean.
 */
export function findExtraField(object: object, known: readonly string[]): string | undefined {
  return Object.entries(object).find(
    ([key, value]: [string, unknown]) => value !== undefined && !known.includes(key),
  )?.[0];
}
