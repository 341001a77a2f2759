import { z } from 'zod';
import { suiteFile } from '../candidates/suite-file.ts';
import { CANDIDATE_FORMATS } from '../formats/registry.ts';
import { SPACE_FORMS } from '../search-space/space-forms.ts';
import { settingsFile } from '../tuning/settings-file.ts';
import { evaluateDocument } from './documents/evaluate-schema.ts';
import { explainDocument } from './documents/explain-document.ts';
import { formatsDocument } from './documents/formats-document.ts';
import { inspectDocument } from './documents/inspect-document.ts';
import { latencyDocument } from './documents/latency-document.ts';
import { latencyTableDocument } from './documents/latency-table-document.ts';
import { predictDocument } from './documents/predict-document.ts';
import { proxiesDocument } from './documents/proxies-document.ts';
import { rankDocument } from './documents/rank-document.ts';
import { suiteDocument } from './documents/suite-document.ts';
import { scoreDocument } from './documents/score-document.ts';
import { searchDocument } from './documents/search-document.ts';
import { tuneDocument } from './documents/tune-document.ts';

/** A JSON Schema, as an object to be printed. */
type JsonSchema = z.core.JSONSchema.BaseSchema;

/** Of the spec, of the JSON output of the commands, and of the other files that are read. */
const SCHEMAS = {
  spec: () =>
    z.toJSONSchema(z.union(CANDIDATE_FORMATS.map(({ schema }) => schema)), {
      io: 'input',
      override: ({ zodSchema, jsonSchema }) => {
        // An unknown key of a spec is only warned about, but an editor should mark it; the
        // published records carry many that have nothing to do with the model.
        const { def } = zodSchema._zod;
        const { properties = {} } = jsonSchema;
        if (
          def.type === 'object' &&
          !('hparams' in properties || 'model_hparam_overrides' in properties) &&
          !('d_inner' in properties) &&
          !('model_type' in properties)
        ) {
          jsonSchema.additionalProperties = false;
        }
      },
    }),
  score: () => z.toJSONSchema(scoreDocument),
  rank: () => z.toJSONSchema(rankDocument),
  evaluate: () => z.toJSONSchema(evaluateDocument),
  'evaluate-suite': () => z.toJSONSchema(suiteDocument),
  tune: () => z.toJSONSchema(tuneDocument),
  predict: () => z.toJSONSchema(predictDocument),
  search: () => z.toJSONSchema(searchDocument),
  explain: () => z.toJSONSchema(explainDocument),
  inspect: () => z.toJSONSchema(inspectDocument),
  latency: () => z.toJSONSchema(latencyDocument),
  'latency-table': () => z.toJSONSchema(latencyTableDocument),
  proxies: () => z.toJSONSchema(proxiesDocument),
  formats: () => z.toJSONSchema(formatsDocument),
  settings: () => z.toJSONSchema(settingsFile),
  space: () => z.toJSONSchema(z.union(SPACE_FORMS.map(({ schema }) => schema)), { io: 'input' }),
  suite: () => z.toJSONSchema(suiteFile),
} satisfies Record<string, () => JsonSchema>;

/** The name of a JSON Schema. */
export type SchemaName = keyof typeof SCHEMAS;

/** The JSON Schemas that are published, made from the zod schemas that check the same things. */
export const jsonSchemas: Readonly<Record<SchemaName, () => JsonSchema>> = SCHEMAS;

/** Their names, in the order in which they are listed. */
export const SCHEMA_NAMES: readonly SchemaName[] = Object.keys(SCHEMAS).filter(isSchemaName);

function isSchemaName(name: string): name is SchemaName {
  return Object.hasOwn(SCHEMAS, name);
}
