import { quote, type Problem } from '../../problem.ts';

/** Other names of keys, each with the key that it stands for. */
export type Aliases = Readonly<Record<string, string>>;

/** Whether a config has a key under another name. */
export function hasAlias(record: object, aliases: Aliases): boolean {
  return Object.keys(aliases).some((alias) => Object.hasOwn(record, alias));
}

/** A config whose keys have their own names. */
export interface ResolvedAliases {
  readonly resolved: object;
  /** What the config itself calls a key, for the path of a problem. */
  readonly nameOf: (key: string) => string;
  /** Keys that it has under two names, with two values. */
  readonly contradictions: readonly Omit<Problem, 'source'>[];
}

/**
 * Gives the keys of a config their own names, as the transformers library does with those of its
 * `attribute_map`. The library takes the value of the other name where there are both; here both
 * have to say the same, since nobody can have meant two values.
 */
export function resolveAliases(record: object, aliases: Aliases): ResolvedAliases {
  if (!hasAlias(record, aliases)) {
    return { resolved: record, nameOf: (key) => key, contradictions: [] };
  }
  const resolved: Record<string, unknown> = { ...record };
  const names = new Map<string, string>();
  const contradictions: Omit<Problem, 'source'>[] = [];
  for (const [alias, key] of Object.entries(aliases)) {
    if (!Object.hasOwn(record, alias)) continue;
    const value = resolved[alias];
    if (!Object.hasOwn(record, key)) {
      resolved[key] = value;
      names.set(key, alias);
    } else if (resolved[key] !== value) {
      const message = `${quote(value)}: expected ${quote(resolved[key])}, which ${key} says: both are names of the same; keep one`;
      contradictions.push({ path: alias, message });
    }
  }
  return { resolved, nameOf: (key) => names.get(key) ?? key, contradictions };
}
