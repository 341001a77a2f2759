import type { z } from 'zod';
import { quality } from './common-keys.ts';
import type { Issue, RecordKeys } from './define-format.ts';

/** A key of a record that holds a measured quality. */
export const measured = (direction: 'higher' | 'lower' = 'higher'): z.ZodOptional<z.ZodNumber> =>
  quality().optional().describe(`Measured; ${direction} is better`);

/** The qualities of a record, those under keys of their own before those in `scores`. */
export function ownQualities(
  record: RecordKeys,
  names: readonly string[],
): Readonly<Record<string, number>> {
  const own = names.flatMap((name): [string, number][] => {
    const value: unknown = Reflect.get(record, name);
    return typeof value === 'number' ? [[name, value]] : [];
  });
  return { ...Object.fromEntries(own), ...record.scores };
}

/** Reports qualities that are under a key of their own and in `scores`. */
export function findTwiceMeasured(
  record: RecordKeys,
  names: readonly string[],
  issue: Issue,
): void {
  const { scores = {} } = record;
  for (const name of names) {
    if (Reflect.get(record, name) === undefined || !Object.hasOwn(scores, name)) continue;
    const message = `${scores[name] ?? ''}: expected no other ${name} than that of the record; keep one`;
    issue(['scores', name], message);
  }
}
