import type { z } from 'zod';
import type { Problem } from '../problem.ts';
import { failure, success, type Result } from '../result.ts';
import { MAX_RECORD_VALUES } from './limits.ts';
import { schemaProblems } from './schema-problems.ts';

/** Describes what is wrong with a value, as `schemaProblems` does. */
type Describe = (error: z.ZodError, value: unknown, source: string) => Problem[];

/**
 * A parsed value as its schema gives it, or every problem with it. A value with more than
 * {@link MAX_RECORD_VALUES} values is refused before the schema sees it, which keeps a problem for
 * each that is wrong.
 */
export function checkValue<Value>(
  schema: z.ZodType<Value>,
  value: unknown,
  source: string,
  describe: Describe = schemaProblems,
): Result<Value, Problem[]> {
  const excess = findExcess(value);
  if (excess !== undefined) return failure([{ source, path: '', message: excess }]);
  const checked = schema.safeParse(value);
  return checked.success ? success(checked.data) : failure(describe(checked.error, value, source));
}

/** Why a parsed value is too large for a record; undefined if it is not. */
export function findExcess(value: unknown, most = MAX_RECORD_VALUES): string | undefined {
  return hasMoreValues(value, most)
    ? `too large: expected at most ${most} numbers, texts, lists and objects in one record`
    : undefined;
}

/** Whether a parsed value holds more than so many values; no more are looked at. */
function hasMoreValues(value: unknown, most: number): boolean {
  const open: unknown[] = [value];
  let count = 1;
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next !== 'object' || next === null) continue;
    const inside: readonly unknown[] = Array.isArray(next) ? next : Object.values(next);
    count += inside.length;
    if (count > most) return true;
    for (const item of inside) if (typeof item === 'object') open.push(item);
  }
  return false;
}
