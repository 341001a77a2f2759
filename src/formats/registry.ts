import { quote } from '../problem.ts';
import type { CandidateFormat, ReadRecord, RecordContext } from './candidate-format.ts';
import { orList } from './expectations.ts';
import { flexibertDictionary } from './flexibert-dictionary.ts';
import { flexibert } from './flexibert.ts';

/** Every form in which a candidate may be described; the first that recognizes a record reads it. */
export const CANDIDATE_FORMATS: readonly CandidateFormat[] = [flexibert, flexibertDictionary];

/** Reads a record by the format that its keys show. */
export function readRecord(record: unknown, context: RecordContext): ReadRecord {
  const expected = `expected an object with ${orList(CANDIDATE_FORMATS.map(({ looksLike }) => looksLike))}`;
  const format =
    typeof record === 'object' && record !== null
      ? CANDIDATE_FORMATS.find(({ recognizes }) => recognizes(record))
      : undefined;
  if (format === undefined || typeof record !== 'object' || record === null) {
    const message = `${quote(record)} is no spec: ${expected}`;
    return { problems: [{ source: context.source, path: '', message }], warnings: [] };
  }
  return format.read(record, context);
}
