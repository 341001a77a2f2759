import { z } from 'zod';

const IGNORED = z.registry<{ readonly keys: readonly string[] }>();

/**
 * The given schema of an object, marked with further keys that records may have without a warning,
 * since they do not describe the model.
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
 * The JSON Schema of the input of a schema, with every object closed to unknown keys.
 *
 * @param onIgnored whether an object with further keys is left open, or lists them
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
