import type { z } from 'zod';
import type { Family } from '../architecture/family.ts';

/** The values of the settings that proxies declare, by name; an absent one has its default. */
export type OwnSettings = Readonly<Record<string, unknown>>;

/**
 * A setting that a proxy declares. The command line derives an option from it, and documents and
 * their JSON Schema derive a field.
 */
export interface ProxySetting<Value = unknown> {
  /** The field in {@link OwnSettings} and in documents; its option is the same in kebab case. */
  readonly name: string;
  /** The help of the option, one line. */
  readonly description: string;
  readonly schema: z.ZodType;
  readonly initial: Value;
  /** The option that gives the value if the user typed it; null where it has its own option. */
  readonly sharedOption: string | null;
  /** Whether its option takes a number with a unit, as `20B`. */
  readonly isAmount: boolean;
  /** @throws z.ZodError where the value is not one that the setting takes */
  readonly read: (own: OwnSettings) => Value;
  /** How documents carry the value. */
  readonly documented: {
    readonly schema: z.ZodType;
    readonly of: (own: OwnSettings, families: Iterable<Family>) => unknown;
  };
}

/** What {@link proxySetting} takes. */
export interface SettingDeclaration<Value> {
  readonly name: string;
  readonly description: string;
  readonly schema: z.ZodType<Value>;
  readonly initial: NoInfer<Value>;
  readonly sharedOption?: string | null;
  readonly isAmount?: boolean;
  /** Where documents carry something else than the value. */
  readonly documented?: {
    readonly schema: z.ZodType;
    readonly of: (value: NoInfer<Value>, families: Iterable<Family>) => unknown;
  };
}

/** A setting of a proxy's own. */
export function proxySetting<Value>({
  sharedOption = null,
  isAmount = false,
  documented,
  ...facts
}: SettingDeclaration<Value>): ProxySetting<Value> {
  const { name, schema, initial } = facts;
  const read = (own: OwnSettings): Value =>
    own[name] === undefined ? initial : schema.parse(own[name]);
  return {
    ...facts,
    sharedOption,
    isAmount,
    read,
    documented: {
      schema: documented?.schema ?? schema,
      of: (own, families) => {
        const value = read(own);
        return documented === undefined ? value : documented.of(value, families);
      },
    },
  };
}
