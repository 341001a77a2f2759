import { isDeepStrictEqual } from 'node:util';

/**
 * The first field of an object that is none of the given ones and differs from what is usual:
 * something that a form without it can't express, whatever it may mean.
 */
export function findExtraField(
  object: object,
  usual: object,
  known: readonly string[],
): string | undefined {
  const defaults = new Map<string, unknown>(Object.entries(usual));
  return Object.entries(object).find(
    ([key, value]: [string, unknown]) =>
      !known.includes(key) && !isDeepStrictEqual(value, defaults.get(key)),
  )?.[0];
}
