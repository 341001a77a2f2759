import { quote } from '../../problem.ts';
import type { PreparedRecord } from '../define-format.ts';

/** Other names of keys, each with the key that it names too. */
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
 * A config whose keys have their own names, as the transformers library gives them to those of its
 * `attribute_map`, and whose flags are true or false: the library takes null, Python's None, for
 * false. Of a key under two names the library takes one of the values; here both have to be equal,
 * since nobody can have meant two.
 */
export function plainRecord(
  record: object,
  {
    aliases,
    flags,
    modelType,
  }: {
    readonly aliases: Aliases;
    readonly flags: readonly string[];
    readonly modelType: string;
  },
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
