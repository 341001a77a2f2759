import { createColors } from 'picocolors';
import { groupBy } from '../group-by.ts';
import { formatProblem, type Problem } from '../problem.ts';
import type { OnProgress } from '../workflows/workflow.ts';
import { ProgressLine } from './progress-line.ts';

/** Problems of one record, and records or files, that are printed; the rest are counted. */
const MAX_OF_SOURCE = 5;
const MAX_SOURCES = 1000;

/** Whether a stream gets colours: a terminal does, unless NO_COLOR is set (https://no-color.org). */
export function wantsColor(stream: { readonly isTTY?: boolean }): boolean {
  const { NO_COLOR = '', FORCE_COLOR = '', TERM = '' } = process.env;
  if (NO_COLOR !== '') return false;
  return (FORCE_COLOR !== '' && FORCE_COLOR !== '0') || (stream.isTTY === true && TERM !== 'dumb');
}

/** Prints a result. */
export function printResult(text: string): void {
  hideProgress();
  process.stdout.write(text);
}

/** Prints what is wrong with the input, on stderr. */
export function printProblems(problems: readonly Problem[]): void {
  printLines('error', problems);
}

/** Prints warnings, on stderr. */
export function printWarnings(warnings: readonly Problem[]): void {
  printLines('warning', warnings);
}

/** Prints a remark, on stderr. */
export function printNote(message: string): void {
  hideProgress();
  process.stderr.write(`${message}\n`);
}

function printLines(kind: 'error' | 'warning', problems: readonly Problem[]): void {
  const colors = createColors(wantsColor(process.stderr));
  const label = kind === 'error' ? colors.red('error') : colors.yellow('warning');
  const bySource = groupBy<Problem, string | Problem>(problems, (problem) =>
    problem.source === '' ? problem : problem.source,
  );
  const lines: string[] = [];
  for (const own of [...bySource.values()].slice(0, MAX_SOURCES)) {
    for (const problem of own.slice(0, MAX_OF_SOURCE)) {
      lines.push(`${label}: ${formatProblem(problem)}\n`);
    }
    const more = own.length - MAX_OF_SOURCE;
    if (more > 0) {
      const rest = { source: own[0]?.source ?? '', path: '', message: `and ${more} more` };
      lines.push(`${label}: ${formatProblem(rest)}\n`);
    }
  }
  const others = bySource.size - MAX_SOURCES;
  if (others > 0) lines.push(`${label}: and ${others} more files or records\n`);
  hideProgress();
  process.stderr.write(lines.join(''));
}

/** Milliseconds after which the line is drawn again where nothing was reported. */
const REFRESH_AFTER = 500;

/** The line of progress, while there is one. */
let progressLine: ProgressLine | null = null;

/**
 * Runs work with a line of progress on stderr, in a terminal only. What is printed meanwhile takes
 * its place.
 */
export async function withProgress<Value>(
  work: (onProgress: OnProgress) => Promise<Value>,
): Promise<Value> {
  if (!process.stderr.isTTY) return work(() => undefined);
  const line = new ProgressLine(process.stderr);
  progressLine = line;
  const timer = setInterval(() => {
    line.refresh();
  }, REFRESH_AFTER);
  try {
    return await work(line.show);
  } finally {
    clearInterval(timer);
    progressLine = null;
    line.hide();
  }
}

/** Clears the line of progress, so that something else can be printed. */
export function hideProgress(): void {
  progressLine?.hide();
}
