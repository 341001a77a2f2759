import type { z } from 'zod';
import { closedJsonSchema } from './ignored-keys.ts';

/** Whether a parsed JSON value is of a schema; fills in the defaults of keys that are absent. */
export type Check<Value> = (value: unknown) => value is Value;

/**
 * The quick check of a schema. It is some twenty times as fast as zod, and accepts less than the
 * schema does, never more except for its refinements: it refuses unknown keys (there is a warning to
 * be made of them) and gives no reason. What it refuses is to be given to zod.
 *
 * @param name of its own among all checks
 * @param schema what it checks; a run does not ask for it
 */
export type CheckOf = <Value>(name: string, schema: () => z.ZodType<Value>) => Check<Value>;

/** Checks by their names. */
export type ReadyChecks = ReadonlyMap<string, (value: unknown) => boolean>;

/**
 * A lookup in the checks that `scripts/build-checks.js` compiles in the build, by ajv: so no run has
 * to load a compiler, or to wait for it. A check that is not among them refuses everything.
 */
export function readyChecks(checks: ReadyChecks): CheckOf {
  return (name) => {
    const check = checks.get(name);
    // What type it is only the caller knows, who names the schema.
    return (value): value is never => check?.(value) === true;
  };
}

/**
 * The JSON Schema of a quick check: the one that zod makes of its own, closed to unknown keys, with
 * the key that tells alternatives apart.
 */
export function quickSchema(schema: z.ZodType): object {
  const json = closedJsonSchema(schema, 'list');
  nameDiscriminators(json);
  return json;
}

type Node = z.core.JSONSchema._JSONSchema;

function nameDiscriminators(node: Node): void {
  if (typeof node === 'boolean') return;
  const { properties = {}, items, oneOf = [] } = node;
  Object.values(properties).forEach(nameDiscriminators);
  if (typeof items === 'object' && !Array.isArray(items)) nameDiscriminators(items);
  oneOf.forEach(nameDiscriminators);
  const [first] = oneOf;
  const candidates = typeof first === 'object' ? Object.keys(first.properties ?? {}) : [];
  const propertyName = candidates.find((key) => oneOf.every((option) => isConstant(option, key)));
  if (propertyName !== undefined) {
    node.discriminator = { propertyName };
    // By itself a discriminator accepts whatever is no object.
    node.type = 'object';
  }
}

/** Whether a schema fixes the value of a key. */
function isConstant(schema: Node, key: string): boolean {
  const property = typeof schema === 'object' ? schema.properties?.[key] : undefined;
  return typeof property === 'object' && 'const' in property;
}
