import type { Problem } from '../problem.ts';
import type { QuickRead, ReadRecord, RecordContext } from './candidate-format.ts';
import { loadCompiler } from './compile-check.ts';
import { CANDIDATE_FORMATS, readRecord } from './registry.ts';

/** Reads a record, as {@link readRecord} does. */
export type ReadRecordFunction = (record: unknown, context: RecordContext) => ReadRecord;

const NONE: readonly Problem[] = [];

/**
 * A {@link readRecord} for long inputs: compiled checks accept what is valid and has nothing to be
 * warned of, and all else goes the slow way, which has the words for it. A differential test holds
 * the two equal.
 *
 * Absent keys with a default are filled in in the record that is read.
 */
export async function loadQuickReader(): Promise<ReadRecordFunction> {
  const compile = await loadCompiler();
  const readers = CANDIDATE_FORMATS.map(({ recognizes, quicken, takesFamily }) => {
    let compiled: QuickRead | undefined;
    return {
      recognizes,
      takesFamily,
      // To compile a form takes tens of milliseconds, and most inputs have one.
      read: (record: object, context: RecordContext) => {
        compiled ??= quicken(compile);
        return compiled(record, context);
      },
    };
  });
  return (record, context) => {
    if (typeof record === 'object' && record !== null) {
      const reader = readers.find(({ recognizes }) => recognizes(record));
      const toWarn = context.family !== undefined && reader?.takesFamily === false;
      const candidate = toWarn ? undefined : reader?.read(record, context);
      if (candidate !== undefined) return { candidate, problems: NONE, warnings: NONE };
    }
    return readRecord(record, context);
  };
}
