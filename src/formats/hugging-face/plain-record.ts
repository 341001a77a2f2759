import { quote } from '../../problem.ts';
import type { PreparedRecord } from '../define-format.ts';

/** Other names of keys, each with the key. */
export type Aliases = Readonly<Record<string, string>>;

/** Whether a config has no key under another name, no flag that is null, and a `model_type`. */
export function isPlain(
  record: object,
  aliasNames: readonly string[],
  flags: readonly string[],
): boolean {
  return (
    Object.hasOwn(record, 'model_type') &&
    !aliasNames.some((alias) => Object.hasOwn(record, alias)) &&
    !flags.some((flag) => Reflect.get(record, flag) === null)
  );
}

/**
 * A config with each key of the `attribute_map` of the transformers library under its own name, and
 * with flags that are true or false: like the library, null is taken for false. The library takes one
 * value of a key under two names; here both have to be equal.
 */
export function plainRecord(
  record: object,
  modelType: string,
  aliases: Aliases,
  flags: readonly string[],
): PreparedRecord {
  const plain: Record<string, unknown> = { model_type: modelType, ...record };
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
  for (const flag of flags) if (plain[flag] === null) plain[flag] = false;
  return { record: plain, nameOf: (key) => names.get(key) ?? key, problems };
}
