import { namesInShort, quote } from '../problem.ts';
import type { CandidateFormat, ReadRecord, RecordContext } from './candidate-format.ts';
import { orList } from './expectations.ts';
import { flexibertDictionary } from './flexibert-dictionary.ts';
import { flexibert } from './flexibert.ts';
import { huggingFaceConfig } from './hugging-face-config.ts';
import { hwGptBench } from './hw-gpt-bench.ts';
import { liteTransformerSearch } from './lite-transformer-search.ts';

/** Every form in which a candidate may be described; the first that recognizes a record reads it. */
export const CANDIDATE_FORMATS: readonly CandidateFormat[] = [
  flexibert,
  flexibertDictionary,
  liteTransformerSearch,
  hwGptBench,
  huggingFaceConfig,
];

/** Keys of an object of no known form that are named; the rest are counted. */
const MAX_NAMED = 5;

/** What a warning of a family is about: the option, whatever the record. */
export const FAMILY = '--family';

function describe(record: unknown): string {
  if (typeof record !== 'object' || record === null || Array.isArray(record)) return quote(record);
  const keys = Object.keys(record);
  if (keys.length === 0) return 'an empty object';
  return `an object with ${namesInShort(keys, MAX_NAMED)}`;
}

/** The format that the keys of a record show, if they show one. */
function formatOf(record: unknown): CandidateFormat | undefined {
  if (typeof record !== 'object' || record === null) return undefined;
  return CANDIDATE_FORMATS.find(({ recognizes }) => recognizes(record));
}

/**
 * Reads a record.
 *
 * @param format the one that its keys show, if that is known
 */
export function readRecord(
  record: unknown,
  context: RecordContext,
  format: CandidateFormat | undefined = formatOf(record),
): ReadRecord {
  const expected = `expected an object with ${orList(CANDIDATE_FORMATS.map(({ looksLike }) => looksLike))}`;
  if (format === undefined || typeof record !== 'object' || record === null) {
    const message = `${describe(record)} is no spec: ${expected}`;
    return { problems: [{ source: context.source, path: '', message }], warnings: [] };
  }
  const result = format.read(record, context);
  const { family, source } = context;
  if (family === undefined || format.takesFamily) return result;
  const message = `${family}: ignored for what is no LiteTransformerSearch config, as ${source}`;
  return { ...result, warnings: [...result.warnings, { source: FAMILY, path: '', message }] };
}
