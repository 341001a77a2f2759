import { namesInShort, quote } from '../problem.ts';
import { autoFormer } from './auto-former.ts';
import type { CandidateFormat, ReadRecord, RecordContext } from './candidate-format.ts';
import { EMIT_HINT } from './common-keys.ts';
import { orList } from './expectations.ts';
import { flexibertDictionary } from './flexibert-dictionary.ts';
import { flexibert } from './flexibert.ts';
import { hat } from './hat.ts';
import { huggingFaceConfig } from './hugging-face-config.ts';
import { hwGptBench } from './hw-gpt-bench.ts';
import { liteTransformerSearch } from './lite-transformer-search.ts';
import { pit } from './pit.ts';
import { subNetwork } from './sub-network.ts';

/** Every format of candidates; the first that recognizes a record reads it. */
export const CANDIDATE_FORMATS: readonly CandidateFormat[] = [
  flexibert,
  flexibertDictionary,
  liteTransformerSearch,
  hwGptBench,
  pit,
  autoFormer,
  hat,
  subNetwork,
  huggingFaceConfig,
];

/** Most keys of an object of unknown format that are named; the rest are counted. */
const MAX_NAMED = 5;

function describe(record: unknown): string {
  if (typeof record !== 'object' || record === null || Array.isArray(record)) return quote(record);
  const keys = Object.keys(record);
  if (keys.length === 0) return 'an empty object';
  return `an object with ${namesInShort(keys, MAX_NAMED)}`;
}

/** Whether a value is a document of a command, as JSON or the first line of NDJSON. */
function isOutput(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'schemaVersion' in value;
}

/** The format of a value by its keys, if any. */
export function formatOf(value: unknown): CandidateFormat | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  return CANDIDATE_FORMATS.find(({ recognizes }) => recognizes(value));
}

/**
 * The candidate of a record, or why there is none.
 *
 * @param format by its keys, if known already
 */
export function readRecord(
  record: unknown,
  context: RecordContext,
  format: CandidateFormat | undefined = formatOf(record),
): ReadRecord {
  const { family, source } = context;
  if (format === undefined || typeof record !== 'object' || record === null) {
    const looks = CANDIDATE_FORMATS.map(({ shownBy, title }) => `${shownBy} (${title})`);
    const hint = isOutput(record) ? EMIT_HINT : '';
    const message = `${describe(record)} is no spec: expected an object with ${orList(looks)}${hint}`;
    return { problems: [{ source, path: '', message }], warnings: [] };
  }
  const result = format.read(record, context);
  if (family === undefined || format.takesFamily) return result;
  const takers = CANDIDATE_FORMATS.filter(({ takesFamily }) => takesFamily);
  const message = `${family}: ignored, since this is not ${orList(takers.map(({ title }) => title))}`;
  return { ...result, warnings: [...result.warnings, { source, path: '--family', message }] };
}
