/** `zerolm/documents`: the zod schemas and the JSON Schemas of what zerolm reads and writes. */
export { evaluateDocument } from '../report/documents/evaluate-schema.ts';
export { explainDocument } from '../report/documents/explain-document.ts';
export { SCHEMA_VERSION } from '../report/documents/heading.ts';
export { inspectDocument } from '../report/documents/inspect-document.ts';
export { latencyDocument } from '../report/documents/latency-document.ts';
export { predictDocument } from '../report/documents/predict-document.ts';
export { proxiesDocument } from '../report/documents/proxies-document.ts';
export { rankDocument } from '../report/documents/rank-document.ts';
export { scoreDocument } from '../report/documents/score-document.ts';
export { searchDocument } from '../report/documents/search-document.ts';
export { suiteDocument } from '../report/documents/suite-document.ts';
export { tuneDocument } from '../report/documents/tune-document.ts';
export { jsonSchemas, type SchemaName } from '../report/json-schemas.ts';
export {
  formatSettingsFile,
  readSettingsFile,
  settingsFile,
  type SettingsFile,
} from '../tuning/settings-file.ts';
