import { quantileOfSorted } from '../evaluation/quantile-of-sorted.ts';
import { TIME_DECIMALS } from './describe-cost.ts';
import type { LatencyCheck } from './documents/cost-fields.ts';
import { counted } from './format-number.ts';
import { column, sheetOf, type Sheet } from './sheet.ts';

/** Whole models with their predicted and measured latencies, and what the errors are. */
export function checkSheet(title: string, check: LatencyCheck): Sheet {
  const decimals = TIME_DECIMALS;
  return sheetOf([title, ...describeCheck(check)].join('\n'), check, [
    column('id', 'id', ({ id }) => id),
    column('predicted', 'predicted ms', ({ predicted }) => predicted, { decimals }),
    column('measured', 'measured ms', ({ measured }) => measured, { decimals }),
    column('percent', 'error %', ({ error }) => 100 * error, { decimals: 1 }),
  ]);
}

function describeCheck(check: LatencyCheck): string[] {
  if (check.length === 0) return [];
  const errors = Float64Array.from(check, ({ error }) => Math.abs(error)).sort();
  const median = (100 * quantileOfSorted(errors, 0.5)).toFixed(1);
  return [`check: ${counted(check.length, 'whole model')} measured; median error ${median} %`];
}
