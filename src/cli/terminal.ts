import type { SingleBar } from 'cli-progress';
import { createColors } from 'picocolors';
import { groupBy } from '../group-by.ts';
import { formatProblem, type Problem } from '../problem.ts';

/** Problems of one record, and records or files, that are printed; the rest are counted. */
const MAX_OF_SOURCE = 5;
const MAX_SOURCES = 1000;

/** Milliseconds of work before which no progress bar appears. */
const PROGRESS_AFTER = 1000;

/** Whether a stream gets colours: a terminal does, unless NO_COLOR is set (https://no-color.org). */
export function wantsColor(stream: { readonly isTTY?: boolean }): boolean {
  const { NO_COLOR = '', FORCE_COLOR = '', TERM = '' } = process.env;
  if (NO_COLOR !== '') return false;
  return (FORCE_COLOR !== '' && FORCE_COLOR !== '0') || (stream.isTTY === true && TERM !== 'dumb');
}

/** Prints a result. */
export function printResult(text: string): void {
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
  process.stderr.write(lines.join(''));
}

/**
 * Runs work with a progress bar on stderr, which appears after a second and only in a terminal.
 *
 * @param work gets the function to be called with the work done and all of it
 */
export async function withProgress<Value>(
  work: (onProgress: (done: number, total: number) => void) => Promise<Value>,
): Promise<Value> {
  if (!process.stderr.isTTY) return work(() => undefined);
  let started = performance.now();
  let phase: number | undefined;
  let loading: Promise<SingleBar> | undefined;
  let bar: SingleBar | undefined;
  try {
    return await work((done, total) => {
      if (total !== phase && phase !== undefined) {
        started = performance.now();
        bar?.setTotal(total);
      }
      phase = total;
      if (performance.now() - started < PROGRESS_AFTER) return;
      // Loaded for work that turns out to be long: it may take longer than short work does.
      loading ??= startBar(total, done).then((shown) => (bar = shown));
      const spent = (performance.now() - started) / 1000;
      bar?.update(done, { left: inWords((spent * (total - done)) / done) });
    });
  } finally {
    (await loading)?.stop();
  }
}

/** Seconds in the largest fitting unit: 40 s, 3 min, 1 h 20 min. */
function inWords(seconds: number): string {
  if (!Number.isFinite(seconds)) return '?';
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

async function startBar(total: number, done: number): Promise<SingleBar> {
  const { default: cliProgress } = await import('cli-progress');
  const bar = new cliProgress.SingleBar({
    format: '{bar} {percentage} %, {left} left',
    stream: process.stderr,
    clearOnComplete: true,
    hideCursor: true,
  });
  bar.start(total, done, { left: '?' });
  return bar;
}
