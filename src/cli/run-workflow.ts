import type { Command } from 'commander';
import type { ReportPage } from '../report/page/report-page.ts';
import { ndjsonLines } from '../report/render-ndjson.ts';
import { renderPage } from '../report/render-page.ts';
import { renderPlot, type ScorePlot } from '../report/render-plot.ts';
import { render, type OutputFormat } from '../report/render.ts';
import type { Report } from '../report/sheet.ts';
import type { Outcome, WorkflowContext } from '../workflows/workflow.ts';
import { givenOptions } from './given-options.ts';
import type { GivenValues, OptionGroups } from './options/option-spec.ts';
import { openReport } from './output-file.ts';
import { printResultLines } from './print-lines.ts';
import { printNote, printResult, printWarnings, wantsColor } from './terminal.ts';
import { valueOf } from './value-of.ts';

/** The value of a workflow, as far as a command presents it. */
interface Presentable<Document> {
  readonly document: Document;
  /** What `--report` writes. */
  readonly page?: ReportPage;
  /** What `--plot` draws. */
  readonly plot?: ScorePlot;
}

/** The options that are no part of a request. */
const OUTPUT_OPTIONS = ['format', 'report', 'plot', 'out'];

/** The options of the output. */
interface OutputOptions {
  readonly format: OutputFormat;
  readonly report?: string;
  readonly plot?: boolean;
}

/**
 * Runs a workflow with the options that were given, prints its warnings, writes its page and prints
 * its document. Refuses the problems of the workflow.
 *
 * @param groups the options of the command
 * @param run receives the options that were given, in the form of a request: the defaults are those
 *   of the workflow
 * @param reportOf the tables of a document
 * @param write writes other files that the value holds, before anything is printed
 */
export async function runWorkflow<
  Groups extends OptionGroups,
  Document,
  Value extends Presentable<Document>,
>(
  command: Command,
  groups: Groups,
  run: (given: GivenValues<Groups>, context: WorkflowContext) => Promise<Outcome<Value>>,
  reportOf: (document: Document) => Report,
  write: (value: Value) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const { format, report, plot = false } = command.opts<OutputOptions>();
  const page = report === undefined ? null : await openReport(report);
  const given = givenOptions(command, groups);
  for (const name of OUTPUT_OPTIONS) Reflect.deleteProperty(given, name);
  const request = {
    ...given,
    ...(page !== null && { page: true }),
    ...(plot && format === 'table' && { plot: true }),
  };
  const value = await valueOf((context) => run(request, context));
  if (plot && format !== 'table') {
    const message = 'ignored: only a table has a plot under it';
    printWarnings([{ source: '--plot', path: '', message }]);
  }
  // Before anything is printed: a file that can't be written leaves no output behind.
  await write(value);
  if (page !== null && value.page !== undefined) await page.write(await renderPage(value.page));
  await printReport(reportOf(value.document), format);
  if (value.plot !== undefined) printResult(renderPlot(value.plot));
}

async function printReport(report: Report, format: OutputFormat): Promise<void> {
  if (format === 'ndjson') {
    await printResultLines(ndjsonLines(report));
    return;
  }
  printResult(await render(report, format, wantsColor(process.stdout)));
  if (format !== 'csv' || report.notesWithCsv !== true) return;
  for (const sheet of report.others) {
    printNote(await render({ ...report, main: sheet, others: [] }, 'table', false));
  }
}
