import { withoutAliases, type Aliases } from '../aliases.ts';
import type { PreparedRecord } from '../define-format.ts';

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
  const renamed = withoutAliases({ model_type: modelType, ...record }, aliases);
  const plain = renamed.record;
  for (const flag of flags) if (plain[flag] === null) plain[flag] = false;
  return renamed;
}
