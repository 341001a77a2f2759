import type { Problem } from '../problem.ts';
import type { QuickRead, ReadRecord, RecordContext } from './candidate-format.ts';
import { readyChecks, type ReadyChecks } from './ready-check.ts';
import { READY_CHECKS } from './ready-checks.ts';
import { CANDIDATE_FORMATS, readRecord } from './registry.ts';

/** Reads a record, as {@link readRecord} does. */
export type ReadRecordFunction = (record: unknown, context: RecordContext) => ReadRecord;

const NONE: readonly Problem[] = [];

/**
 * A {@link readRecord} that takes less time for most records: ready checks accept what is valid and
 * gives no warning, and all else goes the slow way, which has a message for it. A differential test
 * holds the two equal.
 *
 * Absent keys with a default are filled in in the record that is read.
 */
function quickReader(checks: ReadyChecks): ReadRecordFunction {
  const readers = CANDIDATE_FORMATS.map((format) => {
    let quick: QuickRead | undefined;
    return {
      format,
      // Most inputs have one format.
      read: (record: object, context: RecordContext) => {
        quick ??= format.quicken(readyChecks(checks));
        return quick(record, context);
      },
    };
  });
  return (record, context) => {
    if (typeof record === 'object' && record !== null) {
      const reader = readers.find(({ format }) => format.recognizes(record));
      const toWarn = context.family !== undefined && reader?.format.takesFamily === false;
      const candidate = toWarn ? undefined : reader?.read(record, context);
      if (candidate !== undefined) return { candidate, problems: NONE, warnings: NONE };
      // With the defaults filled in, its keys may show another.
      return readRecord(record, context, reader?.format);
    }
    return readRecord(record, context);
  };
}

/** Reads records of the benchmarks quickly, and all others as {@link readRecord} does. */
export const readQuickly = quickReader(READY_CHECKS);

/** Loads a reader that is quick for every format; the checks of configs are several times the code. */
export async function loadQuickReader(): Promise<ReadRecordFunction> {
  const { READY_CONFIG_CHECKS } = await import('./ready-config-checks.ts');
  return quickReader(new Map([...READY_CHECKS, ...READY_CONFIG_CHECKS]));
}
