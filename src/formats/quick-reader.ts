import type { Problem } from '../problem.ts';
import type { QuickRead, ReadRecord, RecordContext } from './candidate-format.ts';
import { readyChecks, type ReadyChecks } from './ready-check.ts';
import { READY_CHECKS } from './ready-checks.ts';
import { CANDIDATE_FORMATS, readRecord } from './registry.ts';

/** Reads a record, as {@link readRecord} does. */
export type ReadRecordFunction = (record: unknown, context: RecordContext) => ReadRecord;

const NONE: readonly Problem[] = [];

/**
 * A faster {@link readRecord}, with equal results: ready checks accept records that are valid and
 * give no warning, and the slow way reads all others. Defaults are filled in in the record itself.
 */
function quickReader(checks: ReadyChecks): ReadRecordFunction {
  const readers = CANDIDATE_FORMATS.map((format) => {
    let quick: QuickRead | undefined;
    return {
      format,
      // Made on demand: most inputs have one format.
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
      // The format of before: with the defaults filled in, the keys may show another.
      return readRecord(record, context, reader?.format);
    }
    return readRecord(record, context);
  };
}

/** Reads records of the benchmarks quickly, and all others as {@link readRecord} does. */
export const readQuickly = quickReader(READY_CHECKS);

/** A reader that is quick for every format; the checks of configs are much code, loaded on demand. */
export async function loadQuickReader(): Promise<ReadRecordFunction> {
  const { READY_CONFIG_CHECKS } = await import('./ready-config-checks.ts');
  return quickReader(new Map([...READY_CHECKS, ...READY_CONFIG_CHECKS]));
}
