import { z } from 'zod';

/** Whether a parsed JSON value is of a schema; fills in the defaults of keys that are absent. */
export type Check<Value> = (value: unknown) => value is Value;

/** What a check is made of. */
export interface CheckSource<Schema extends z.ZodType> {
  readonly schema: Schema;
  /**
   * Names of keys that the schema does not know and nobody has to be warned of, by the key of the
   * object that they stand in (`''` for the outermost).
   */
  readonly passedOver?: Readonly<Record<string, readonly string[]>>;
}

/**
 * Gives the quick check of a schema. It is some twenty times as fast as zod, and accepts less than
 * the schema does, never more but for its refinements: it refuses keys that are unknown (there is a
 * warning to be made of them) and says no reason. What it refuses is to be given to zod.
 *
 * @param name of its own among all checks
 * @param source what it is made of; a run does not ask for it
 */
export type CheckOf = <Schema extends z.ZodType>(
  name: string,
  source: () => CheckSource<Schema>,
) => Check<z.infer<Schema>>;

type Node = z.core.JSONSchema._JSONSchema;

/** The JSON Schema of a quick check: the one that zod makes of its own, closed to unknown keys. */
export function quickSchema({ schema, passedOver = {} }: CheckSource<z.ZodType>): object {
  const json = z.toJSONSchema(schema, { io: 'input' });
  tighten(json, '', passedOver);
  return json;
}

/** Checks by their names. */
export type ReadyChecks = ReadonlyMap<string, (value: unknown) => boolean>;

/**
 * Finds the checks that `scripts/build-checks.js` compiles in the build, by ajv: so no run has to
 * load a compiler, or to wait for it. Where there is none, nothing passes.
 */
export function readyChecks(checks: ReadyChecks): CheckOf {
  return (name) => {
    const check = checks.get(name);
    // What type it is only the caller knows, who names the schema.
    return (value): value is never => check?.(value) === true;
  };
}

/** Closes every object of a schema to unknown keys, and names what tells alternatives apart. */
function tighten(
  node: Node,
  name: string,
  passedOver: Readonly<Record<string, readonly string[]>>,
): void {
  if (typeof node === 'boolean') return;
  const { properties, items, oneOf } = node;
  if (properties !== undefined) {
    for (const [key, value] of Object.entries(properties)) tighten(value, key, passedOver);
    for (const key of passedOver[name] ?? []) properties[key] = true;
    node.additionalProperties = false;
  }
  if (typeof items === 'object' && !Array.isArray(items)) tighten(items, name, passedOver);
  if (oneOf !== undefined) {
    for (const option of oneOf) tighten(option, name, passedOver);
    const [first] = oneOf;
    const candidates = typeof first === 'object' ? Object.keys(first.properties ?? {}) : [];
    const propertyName = candidates.find((key) => oneOf.every((option) => isConstant(option, key)));
    if (propertyName !== undefined) {
      node.discriminator = { propertyName };
      // By itself a discriminator says nothing of what is no object, and so lets it pass.
      node.type = 'object';
    }
  }
}

/** Whether a schema fixes the value of a key. */
function isConstant(schema: Node, key: string): boolean {
  const property = typeof schema === 'object' ? schema.properties?.[key] : undefined;
  return typeof property === 'object' && 'const' in property;
}
