import { checkSheet } from './check-sheet.ts';
import { describeTiming } from './describe-cost.ts';
import type { LatencyTableDocument } from './documents/latency-table-document.ts';
import { counted } from './format-number.ts';
import type { Report } from './sheet.ts';

/** What was measured for a table, and how well it predicts some whole models. */
export function latencyTableReport(document: LatencyTableDocument): Report {
  const { settings, machine, table, parts, check } = document;
  const { batch, sequenceLength } = settings;
  const title = [
    `table: ${table}, ${counted(parts.measured + parts.kept, 'part')} of models, ${counted(parts.measured, 'part')} measured now`,
    `latency: a forward pass over ${batch} x ${sequenceLength} tokens, in milliseconds`,
    ...describeTiming(settings, machine),
  ].join('\n');
  return {
    document,
    main: checkSheet(title, check),
    others: [],
    rowName: 'model',
    items: check,
    extras: { machine, parts },
  };
}
