import { z } from 'zod';
import { closedJsonSchema } from '../formats/ignored-keys.ts';
import { CANDIDATE_FORMATS } from '../formats/registry.ts';
import { settingsFile } from '../tuning/settings-file.ts';
import {
  evaluateDocumentOf,
  explainDocument,
  inspectDocument,
  latencyDocument,
  proxiesDocument,
  rankDocument,
  scoreDocument,
  tuneDocument,
} from './documents.ts';
import { proxySettingsSchema } from './describe-proxy-settings.ts';

/** What has a JSON Schema: the spec, the settings, and the JSON output of the commands. */
export type SchemaName =
  | 'spec'
  | 'score'
  | 'rank'
  | 'evaluate'
  | 'tune'
  | 'explain'
  | 'inspect'
  | 'latency'
  | 'proxies'
  | 'settings';

/** A JSON Schema, as an object to be printed. */
type JsonSchema = z.core.JSONSchema.BaseSchema;

/** The JSON Schemas that are published, made from the zod schemas that check the same things. */
export const jsonSchemas: Readonly<Record<SchemaName, () => JsonSchema>> = {
  // An unknown key of a spec is only warned about, but an editor should mark it.
  spec: () => closedJsonSchema(z.union(CANDIDATE_FORMATS.map(({ schema }) => schema)), 'open'),
  score: () => z.toJSONSchema(scoreDocument),
  rank: () => z.toJSONSchema(rankDocument),
  evaluate: () => z.toJSONSchema(evaluateDocumentOf(proxySettingsSchema())),
  inspect: () => z.toJSONSchema(inspectDocument),
  latency: () => z.toJSONSchema(latencyDocument),
  proxies: () => z.toJSONSchema(proxiesDocument),
  tune: () => z.toJSONSchema(tuneDocument),
  explain: () => z.toJSONSchema(explainDocument),
  settings: () => z.toJSONSchema(settingsFile),
};
