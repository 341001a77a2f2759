import { z } from 'zod';

/**
 * Schemas whose only message is the expectation; the value that was found and its path are added
 * later. Every check is final: what depends on a value, such as heads on a hidden size, is checked
 * only if that value is right.
 */

/**
 * A whole number in a range.
 *
 * @param remedy the end of its message
 */
export function wholeNumber(minimum: number, maximum: number, remedy = ''): z.ZodNumber {
  const error = `expected a whole number from ${minimum} to ${maximum}${remedy}`;
  return z.int({ error }).min(minimum, { error, abort: true }).max(maximum, { error, abort: true });
}

/** An odd whole number in a range. */
export function oddNumber(minimum: number, maximum: number): z.ZodNumber {
  const error = `expected an odd whole number from ${minimum} to ${maximum}`;
  return z
    .int({ error })
    .min(minimum, { error, abort: true })
    .max(maximum, { error, abort: true })
    .refine((value) => value % 2 === 1, { error, abort: true })
    .meta({ not: { multipleOf: 2 } });
}

/** A number in a range. */
export function numberBetween(minimum: number, maximum: number): z.ZodNumber {
  const error = `expected a number from ${minimum} to ${maximum}`;
  return z
    .number({ error })
    .min(minimum, { error, abort: true })
    .max(maximum, { error, abort: true });
}

/** A list of 1 to `maximum` items. */
export function listOf<Item extends z.ZodType>(
  item: Item,
  maximum: number,
  error: string,
): z.ZodArray<Item> {
  return z.array(item, { error }).min(1, { error }).max(maximum, { error });
}

/** One of several names. */
export function oneOf<const Names extends readonly [string, ...string[]]>(
  names: Names,
): z.ZodEnum<{ [Name in Names[number]]: Name }> {
  return z.enum(names, { error: `expected ${orList(names.map((name) => `"${name}"`))}` });
}

/** `a, b or c`, or with another last conjunction. */
export function orList(items: readonly string[], conjunction = 'or'): string {
  if (items.length <= 1) return items.join('');
  return `${items.slice(0, -1).join(', ')} ${conjunction} ${items.at(-1) ?? ''}`;
}
