import { z } from 'zod';
import { formatPath, quote, type Problem } from '../problem.ts';

/** The value at a path of parsed JSON, undefined where there is none. */
function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, key) => (typeof at === 'object' && at !== null ? Reflect.get(at, key) : undefined),
    value,
  );
}

/**
 * The issues to report for one: itself, or, where a value has none of several forms, those of the
 * form that only its content misses. Of a list with one wrong item the item is to be corrected.
 */
function innermost(issue: z.core.$ZodIssue): readonly z.core.$ZodIssue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const inside = issue.errors.find(
    (errors) => errors.length > 0 && errors.every(({ path }) => path.length > 0),
  );
  if (inside === undefined) return [issue];
  return inside.map((error) => ({ ...error, path: [...issue.path, ...error.path] }));
}

/** The problems of a value with a schema, one per path: the value found there and the expected one. */
export function schemaProblems(error: z.ZodError, value: unknown, source: string): Problem[] {
  const problems = new Map<string, Problem>();
  for (const issue of error.issues.flatMap(innermost)) {
    const path = formatPath(issue.path);
    const found = valueAt(value, issue.path);
    const message =
      found === undefined ? `missing: ${issue.message}` : `${quote(found)}: ${issue.message}`;
    if (!problems.has(path)) problems.set(path, { source, path, message });
  }
  return [...problems.values()];
}
