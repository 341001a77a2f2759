import type { Architecture } from '../architecture/architecture.ts';
import { NANOSECONDS, type LatencyTable } from '../latency/latency-table.ts';
import { describeDifferences, thisMachine } from '../latency/machine.ts';
import { readTable } from '../latency/table-file.ts';
import type { RankDocument } from '../report/documents/rank-document.ts';
import { counted } from '../report/format-number.ts';
import { failure, success, type Result } from '../result.ts';
import type { Warn } from './define-workflow.ts';
import { accepted, Refusal } from './refusal.ts';
import type { TimingRequest } from './timing.ts';

/** A table as a document carries it. */
type TableSettings = NonNullable<NonNullable<RankDocument['settings']['cost']>['table']>;

/** Where predicted latencies come from, and the pass that is asked for. */
export interface TableRequest extends Pick<TimingRequest, 'batch' | 'sequenceLength' | 'threads'> {
  /** A file that `zerolm latency --table` has written. */
  readonly latencyTable?: string;
}

/** Latencies that follow from a table. */
export interface Predictions {
  readonly file: string;
  readonly table: LatencyTable;
  /** The command that adds what is missing. */
  readonly command: string;
  /** Milliseconds of a forward pass of a model; or why they are not known. */
  readonly of: (architecture: Architecture) => Result<number>;
}

/**
 * The predictions of the table that a request names; null where it names none. Refuses a table of
 * another pass than the one that is asked for, and warns of one from another machine.
 *
 * @param input what holds the models, as a command would name it
 */
export async function openPredictions(
  request: TableRequest,
  input: string,
  warn: Warn,
): Promise<Predictions | null> {
  const { latencyTable: file } = request;
  if (file === undefined) return null;
  const table = accepted(await readTable(file));
  checkPass(table, request, file);
  const differences = describeDifferences(table.machine, thisMachine());
  if (differences !== null) {
    warn([{ source: file, path: '', message: `measured on another machine: ${differences}` }]);
  }
  return predictionsOf(table, file, input);
}

/**
 * The predictions of a table.
 *
 * @param input what holds the models, as a command would name it
 */
export function predictionsOf(table: LatencyTable, file: string, input: string): Predictions {
  const command = `zerolm latency ${input} --table ${file}`;
  return {
    file,
    table,
    command,
    of: (architecture) => {
      const predicted = table.predict(architecture);
      if (predicted.ok) return success(predicted.value / NANOSECONDS);
      const { reason, part } = predicted.reason;
      return failure(part === null ? reason : `${reason}; add it with ${command}`);
    },
  };
}

/** Refuses a table whose pass is not the one that is asked for. */
export function checkPass(
  { settings }: LatencyTable,
  { batch, sequenceLength, threads }: Omit<TableRequest, 'latencyTable'>,
  file: string,
): void {
  const asked = { batch, sequenceLength, threads };
  const flags = { batch: '--batch', sequenceLength: '--sequence-length', threads: '--threads' };
  const differing = (['batch', 'sequenceLength', 'threads'] as const).filter(
    (name) => asked[name] !== undefined && asked[name] !== settings[name],
  );
  if (differing.length === 0) return;
  const { batch: sequences, sequenceLength: tokens } = settings;
  const wrong = differing.map((name) => `${flags[name]} ${asked[name] ?? ''}`).join(' ');
  throw Refusal.of(
    `measured over ${sequences} x ${tokens} tokens with ${counted(settings.threads, 'thread')}, not with ${wrong}: leave that out, or measure another table`,
    file,
  );
}

/** Warns of a table that nothing is looked up in. */
export function warnOfUnusedTable(warn: Warn): void {
  const message = 'ignored: neither a cost nor a constraint is about latency';
  warn([{ source: '--latency-table', path: '', message }]);
}

/** What a document tells of a table. */
export function describeTable({ file, table }: Predictions): TableSettings {
  const { machine, settings } = table;
  return { file, threads: settings.threads, machine };
}
