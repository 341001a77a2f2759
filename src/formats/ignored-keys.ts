import { z } from 'zod';

const IGNORED = z.registry<{ readonly keys: readonly string[] }>();

/**
 * The given schema of an object, marked with further keys that records may have: nobody is warned of
 * them, since they say nothing of the model.
 */
export function ignoring<Schema extends z.ZodType>(
  schema: Schema,
  keys: readonly string[],
): Schema {
  IGNORED.add(schema, { keys });
  return schema;
}

/** The keys that a schema was marked with by {@link ignoring}. */
export function ignoredKeys(schema: z.core.$ZodType): readonly string[] {
  return IGNORED.get(schema)?.keys ?? [];
}

/**
 * The JSON Schema of what a schema takes, with every object closed to keys that it does not know.
 *
 * @param onIgnored what becomes of an object that has further keys
 */
export function closedJsonSchema(
  schema: z.ZodType,
  onIgnored: 'open' | 'list',
): z.core.JSONSchema.BaseSchema {
  return z.toJSONSchema(schema, {
    io: 'input',
    override: ({ zodSchema, jsonSchema }) => {
      const { properties } = jsonSchema;
      if (zodSchema._zod.def.type !== 'object' || properties === undefined) return;
      const ignored = ignoredKeys(zodSchema);
      if (onIgnored === 'open' && ignored.length > 0) return;
      for (const key of ignored) properties[key] = true;
      jsonSchema.additionalProperties = false;
    },
  });
}
