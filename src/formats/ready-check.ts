import type { z } from 'zod';
import { closedJsonSchema } from './ignored-keys.ts';

/** Whether a parsed JSON value fits a schema; fills in defaults of absent keys. */
export type Check<Value> = (value: unknown) => value is Value;

/**
 * The quick check of a schema: some twenty times as fast as zod, but without refinements or reasons.
 * It refuses unknown keys, which need a warning. Values that it refuses are to be given to zod.
 *
 * @param name unique among all checks
 * @param schema what it checks; not evaluated at run time
 */
export type CheckOf = <Value>(name: string, schema: () => z.ZodType<Value>) => Check<Value>;

/** Checks by their names. */
export type ReadyChecks = ReadonlyMap<string, (value: unknown) => boolean>;

/**
 * The lookup in checks that `scripts/build-checks.js` compiles by ajv, so that no run has to load a
 * compiler. A missing check refuses everything.
 */
export function readyChecks(checks: ReadyChecks): CheckOf {
  return (name) => {
    const check = checks.get(name);
    // Only the caller knows the type, by the schema.
    return (value): value is never => check?.(value) === true;
  };
}

/** The JSON Schema of a quick check: closed to unknown keys, with discriminators of alternatives. */
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
    // A discriminator alone accepts whatever is no object.
    node.type = 'object';
  }
}

/** Whether a schema fixes the value of a key. */
function isConstant(schema: Node, key: string): boolean {
  const property = typeof schema === 'object' ? schema.properties?.[key] : undefined;
  return typeof property === 'object' && 'const' in property;
}
