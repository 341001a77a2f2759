import { formatsReport } from '../../report/formats-report.ts';
import { listFormats } from '../../workflows/list-formats.ts';
import { defineReportCommand } from '../define-command.ts';
import { COMMON } from '../options/option-spec.ts';
import { FORMAT } from '../options/output-options.ts';

/** `zerolm formats`: the families of configs with what each can do, and the forms of specs. */
export const command = defineReportCommand({
  description: 'list the families of models that are read, and what each can do',
  args: [],
  options: { [COMMON]: FORMAT },
  examples: ['zerolm formats', 'zerolm formats --format json'],
  run: (_, __, context) => listFormats({}, context),
  report: formatsReport,
});
