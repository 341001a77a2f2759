import { quote } from '../problem.ts';
import type { PreparedRecord } from './define-format.ts';

/** Other names of keys, each with the key. */
export type Aliases = Readonly<Record<string, string>>;

/** A record whose keys may be changed. */
export interface RenamedRecord extends PreparedRecord {
  readonly record: Record<string, unknown>;
}

/** Whether a record has a key under another name. */
export function hasAlias(record: object, aliases: Aliases): boolean {
  return Object.keys(aliases).some((alias) => Object.hasOwn(record, alias));
}

/**
 * A record with each key under its own name. Where it has a key under two names, both have to have one
 * value.
 */
export function withoutAliases(record: object, aliases: Aliases): RenamedRecord {
  const plain: Record<string, unknown> = { ...record };
  const names = new Map<string, string>();
  const problems: { path: string; message: string }[] = [];
  for (const [alias, key] of Object.entries(aliases)) {
    if (!Object.hasOwn(record, alias)) continue;
    const value = plain[alias];
    if (!Object.hasOwn(record, key)) {
      plain[key] = value;
      names.set(key, alias);
    } else if (plain[key] !== value) {
      const message = `${quote(value)}: expected ${quote(plain[key])}, the value of ${key}: both are names of the same key; keep one`;
      problems.push({ path: alias, message });
    }
  }
  return {
    record: plain,
    // A problem may be of an item of a list.
    nameOf: (path) => path.replace(/^[^.[]+/, (key) => names.get(key) ?? key),
    problems,
  };
}
