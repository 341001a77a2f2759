import { latencyReport } from '../../report/latency-report.ts';
import { latencyTableReport } from '../../report/latency-table-report.ts';
import type { LatencyDocument } from '../../report/documents/latency-document.ts';
import type { LatencyTableDocument } from '../../report/documents/latency-table-document.ts';
import { latency } from '../../workflows/latency.ts';
import { latencyTable } from '../../workflows/latency-table.ts';
import { Refusal } from '../../workflows/refusal.ts';
import type { Outcome } from '../../workflows/workflow.ts';
import { defineReportCommand } from '../define-command.ts';
import { IDS, INPUT } from '../options/input-options.ts';
import { COMMON, option } from '../options/option-spec.ts';
import { EMIT, FORMAT } from '../options/output-options.ts';
import { CHECK, LATENCY } from '../options/run-options.ts';
import { DRAWING } from '../options/scoring-options.ts';
import type { Presentable } from '../run-workflow.ts';

type Document = LatencyDocument | LatencyTableDocument;

/** `zerolm latency SPEC...`: the time of a forward pass of each model on this machine. */
export const command = defineReportCommand({
  description: 'measure how long a forward pass takes here',
  args: [['<spec...>', 'files with specs, folders of such files, or - for stdin']],
  options: {
    [COMMON]: { ...LATENCY, seed: DRAWING.seed, ...FORMAT },
    'Table:': {
      table: option('--table <file>', 'measure the parts of models or of a space into it'),
      ...CHECK,
    },
    'Input:': { ...INPUT, ...IDS },
    'Output:': EMIT,
  },
  examples: ['zerolm latency my-model/config.json', 'zerolm latency space.yaml --table table.json'],
  run: ([inputs], { table, check, ...given }, context): Promise<Outcome<Presentable<Document>>> => {
    if (table === undefined) {
      if (check === undefined) return latency({ ...given, inputs }, context);
      throw Refusal.of('--check: there is no --table to be checked');
    }
    if (given.emit !== undefined) throw Refusal.of('--emit: --table lists no candidates');
    return latencyTable(
      { ...given, inputs, table, ...(check !== undefined && { check }) },
      context,
    );
  },
  report: (document: Document) =>
    'table' in document ? latencyTableReport(document) : latencyReport(document),
});
