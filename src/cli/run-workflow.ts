import type { Command } from 'commander';
import type { ReportPage } from '../report/page/report-page.ts';
import { ndjsonLines } from '../report/render-ndjson.ts';
import { renderFigures, renderPage } from '../report/render-page.ts';
import { renderPlot, type ScorePlot } from '../report/text-scatter.ts';
import { render, type OutputFormat } from '../report/render.ts';
import type { Report } from '../report/sheet.ts';
import { Refusal } from '../workflows/refusal.ts';
import type { Outcome, WorkflowContext } from '../workflows/workflow.ts';
import { columnsOf } from './columns-of.ts';
import { exitIfInterrupted, heedSignals, interruption } from './interruption.ts';
import { openFigures, openReport } from './output-file.ts';
import { printResultLines } from './print-stream.ts';
import { printNote, printResult, printWarnings, wantsColor, withProgress } from './terminal.ts';

/** The value of a workflow, as far as a command presents it. */
export interface Presentable<Document> {
  readonly document: Document;
  /** What `--report` and `--figures` write. */
  readonly page?: ReportPage;
  /** What `--plot` draws. */
  readonly plot?: ScorePlot;
  /** What is printed in place of the document. */
  readonly specs?: Iterable<string>;
}

/** The options of the output. */
interface OutputOptions {
  readonly format: OutputFormat;
  readonly report?: string;
  readonly figures?: string;
  readonly plot?: boolean;
}

/**
 * The value of a workflow, which shows its progress and runs until a signal ends the program. Prints
 * its warnings and refuses its problems.
 */
export async function valueOf<Value>(
  run: (context: Required<WorkflowContext>) => Promise<Outcome<Value>>,
): Promise<Value> {
  return useValue(run, (value) => Promise.resolve(value));
}

/** What is made of the value of a workflow, by work that has its progress shown as well. */
export function useValue<Value, Used>(
  run: (context: Required<WorkflowContext>) => Promise<Outcome<Value>>,
  use: (value: Value) => Promise<Used>,
): Promise<Used> {
  return withProgress(async (onProgress) => {
    const outcome = await run({ onProgress, signal: interruption });
    await heedSignals();
    printWarnings(outcome.warnings);
    if (!outcome.ok) throw new Refusal(outcome.problems);
    return use(outcome.value);
  });
}

/**
 * Runs a workflow, writes its page and prints its document.
 *
 * @param given the options that were given: the workflow has the defaults
 * @param run receives them in the form of a request
 * @param reportOf the tables of a document
 * @param write writes other files that the value holds, before anything is printed
 */
export async function presentWorkflow<Given, Document, Value extends Presentable<Document>>(
  command: Command,
  given: Given,
  run: (request: Given, context: WorkflowContext) => Promise<Outcome<Value>>,
  reportOf: (document: Document) => Report,
  write: (value: Value) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const { format, report, figures, plot = false } = command.opts<OutputOptions>();
  const page = report === undefined ? null : await openReport(report);
  const folder = figures === undefined ? null : await openFigures(figures);
  const request = {
    ...given,
    page: page === null && folder === null ? undefined : true,
    plot: plot && format === 'table' ? true : undefined,
  };
  const value = await valueOf((context) => run(request, context));
  if (plot && format !== 'table') {
    const message = 'ignored: only a table has a plot under it';
    printWarnings([{ source: '--plot', path: '', message }]);
  }
  // Before anything is printed: where a file can't be written, there is no output either.
  await write(value);
  if (value.page !== undefined) {
    await page?.write(await renderPage(value.page, exitIfInterrupted));
    await folder?.write(await renderFigures(value.page, exitIfInterrupted));
  }
  await heedSignals();
  if (value.specs !== undefined) return printResultLines(value.specs);
  await printReport(reportOf(value.document), format);
  if (value.plot !== undefined) printResult(renderPlot(value.plot, columnsOf(process.stdout)));
}

async function printReport(report: Report, format: OutputFormat): Promise<void> {
  if (format === 'ndjson') {
    await printResultLines(ndjsonLines(report));
    return;
  }
  printResult(await render(report, format, wantsColor(process.stdout), columnsOf(process.stdout)));
  if (format !== 'csv' || report.notesWithCsv !== true) return;
  for (const sheet of report.others) {
    printNote(
      await render(
        { ...report, main: sheet, others: [] },
        'table',
        false,
        columnsOf(process.stderr),
      ),
    );
  }
}
