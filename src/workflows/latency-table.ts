import { stat } from 'node:fs/promises';
import { findForwardProblem } from '../forward/find-forward-problem.ts';
import type { LatencyItem } from '../latency/latency-groups.ts';
import type { LatencyPart } from '../latency/latency-parts.ts';
import { DEFAULT_CHECKED, type LatencySettings } from '../latency/latency-settings.ts';
import { LatencyTable, MAX_PARTS } from '../latency/latency-table.ts';
import { measureJobsInThread } from '../latency/latency-thread.ts';
import { describeDifferences, type Machine } from '../latency/machine.ts';
import { measureParts } from '../latency/measure-parts.ts';
import { readTable } from '../latency/table-file.ts';
import { TableWriter } from '../latency/table-writer.ts';
import { HEADING } from '../report/documents/heading.ts';
import type { LatencyTableDocument } from '../report/documents/latency-table-document.ts';
import { writableTarget } from '../writable-target.ts';
import { defineWorkflow, type WorkflowRun } from './define-workflow.ts';
import { checkPredictions } from './check-predictions.ts';
import { checkPass, predictionsOf } from './latency-predictions.ts';
import type { LatencyRequest } from './latency.ts';
import { accepted, acceptedFor, Refusal } from './refusal.ts';
import { modelsOfTable } from './table-models.ts';
import { latencySettingsOf, machineWithRuntime, warnOfExperts } from './timing.ts';

/** The input of {@link latencyTable}: specs, or a search space. */
export interface LatencyTableRequest extends Omit<LatencyRequest, 'emit'> {
  /** The file of the table, which is made or extended. */
  readonly table: string;
  /** Whole models that are measured too, to say how well the table predicts them. */
  readonly check?: number;
}

/**
 * A table of the times of all parts of some models, or of all candidates of a space, on this machine.
 * What its file holds already is not measured again; the file is written after each part.
 */
export const latencyTable = defineWorkflow(async (request: LatencyTableRequest, run) => {
  const { table: file, check = DEFAULT_CHECKED } = request;
  const machine = await machineWithRuntime();
  acceptedFor(await writableTarget(file), file);
  const known = await openTable(request, machine);
  const settings = latencySettingsOf({ ...request, ...known?.settings }, run.warn);
  const { batch, sequenceLength, threads, warmUp, repeats, seed } = settings;
  const table = known ?? new LatencyTable({ batch, sequenceLength, threads }, machine);
  const kept = table.times.length;
  const { architectures, checked } = await modelsOfTable(request, check, seed, run);
  for (const { id, architecture } of [...architectures, ...checked]) {
    const problem = findForwardProblem(architecture, sequenceLength);
    if (problem !== null) throw Refusal.of(`${id}: ${problem}`);
  }
  const all = architectures.map(({ architecture }) => architecture);
  warnOfExperts(all, run.warn);
  const missing = table.missing(all);
  if (kept + missing.length > MAX_PARTS) {
    throw Refusal.of(
      `${kept + missing.length} parts: expected at most ${MAX_PARTS}; measure a sample of the models, or a space with fewer options`,
      file,
    );
  }
  await fill(table, missing, settings, file, run);
  const predictions = predictionsOf(table, file, request.inputs.join(' '));
  const document: LatencyTableDocument = {
    ...HEADING,
    settings: { batch, sequenceLength, threads, warmUp, repeats, seed },
    machine,
    table: file,
    parts: { measured: missing.length, kept },
    check: checked.length === 0 ? [] : await checkPredictions(checked, predictions, settings, run),
  };
  return { document };
});

/** The table in a file, of the pass that is asked for and of this machine; null where there is none. */
async function openTable(
  request: LatencyTableRequest,
  machine: Machine,
): Promise<LatencyTable | null> {
  const { table: file } = request;
  if ((await stat(file).catch(() => null)) === null) return null;
  const table = accepted(await readTable(file));
  checkPass(table, request, file);
  const differences = describeDifferences(table.machine, machine);
  if (differences === null) return table;
  throw Refusal.of(`measured on another machine: ${differences}; name another file`, file);
}

/** Measures what a table lacks, and writes the table after each part. */
async function fill(
  table: LatencyTable,
  missing: readonly LatencyPart[],
  settings: LatencySettings,
  file: string,
  { step }: WorkflowRun,
): Promise<void> {
  const writer = new TableWriter(file, table);
  const onProgress = step('took', 'steps');
  const measure = (
    jobs: readonly (readonly LatencyItem[])[],
    onMeasured: Parameters<typeof measureJobsInThread>[3],
  ): ReturnType<typeof measureJobsInThread> =>
    measureJobsInThread(jobs, settings, onProgress, onMeasured);
  try {
    // A table of no part is one too.
    writer.write();
    const measured = await measureParts(table, missing, settings.repeats, measure, () => {
      if (writer.problem !== null) throw Refusal.of(writer.problem, file);
      writer.write();
    });
    if (!measured.ok) throw Refusal.of(measured.reason);
  } finally {
    await writer.finish();
  }
  acceptedFor(await writer.finish(), file);
}
