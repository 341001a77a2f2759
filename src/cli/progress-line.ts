import { columnsOf } from './columns-of.ts';
import type { OnProgress, Progress } from '../workflows/workflow.ts';

/** Milliseconds of work before which nothing is shown. */
const SHOW_AFTER = 1000;

/** Milliseconds between two changes of the line. */
const REDRAW_AFTER = 100;

/** Milliseconds and part of a step before which nothing can be told about its end. */
const ESTIMATE_AFTER = 2000;
const ESTIMATE_FROM = 0.02;

/** Goes back to the start of the line and empties it. */
const CLEAR = '\r\u001b[K';

/** A terminal, as far as a line is written to it. */
interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly write: (text: string) => unknown;
}

/** One line in a terminal that tells how far the work is: it appears after a second. */
export class ProgressLine {
  readonly #terminal: Terminal;
  readonly #now: () => number;
  readonly #started: number;
  #step = '';
  #stepStarted = 0;
  #drawn = -Infinity;
  #isShown = false;
  #latest: Progress | null = null;

  /** @param now the time in milliseconds */
  constructor(terminal: Terminal, now: () => number = () => performance.now()) {
    this.#terminal = terminal;
    this.#now = now;
    this.#started = now();
  }

  /** Shows how far a step is. */
  readonly show: OnProgress = (progress) => {
    const now = this.#now();
    const step = `${progress.verb} ${progress.noun}`;
    if (step !== this.#step) {
      this.#step = step;
      this.#stepStarted = now;
      this.#drawn = -Infinity;
    }
    this.#latest = progress;
    this.refresh();
  };

  /** Shows the latest report again: what takes long between two of them is to be seen as well. */
  refresh(): void {
    const now = this.#now();
    if (this.#latest === null) return;
    if (now - this.#started < SHOW_AFTER || now - this.#drawn < REDRAW_AFTER) return;
    this.#drawn = now;
    this.#isShown = true;
    const width = (columnsOf(this.#terminal) ?? 80) - 1;
    const text = progressText(this.#latest, now - this.#stepStarted, width);
    this.#terminal.write(CLEAR + text);
  }

  /** Empties the line, so that something else can be written; the next report shows it again. */
  hide(): void {
    if (!this.#isShown) return;
    this.#isShown = false;
    this.#terminal.write(CLEAR);
  }
}

/**
 * How far a step is, as `scored 1,204 of 10,000 candidates, about 40 s left`. What does not fit is
 * left out, the estimate first; what was found so far goes before the estimate.
 *
 * @param spent milliseconds since the step began
 * @param width in characters
 */
export function progressText(
  { verb, noun, done, total, share, note }: Progress,
  spent: number,
  width: number,
): string {
  const count = (value: number): string => Math.floor(value).toLocaleString('en-US');
  const known = total === null ? '' : ` of ${count(total)}`;
  const part = total === null && share !== null ? ` (${Math.floor(100 * share)} %)` : '';
  const isEstimable = share !== null && share >= ESTIMATE_FROM && share < 1;
  const left =
    isEstimable && spent >= ESTIMATE_AFTER
      ? `, about ${inWords((spent * (1 - share)) / share / 1000)} left`
      : '';
  const short = `${verb} ${count(done)}${known}`;
  const long = `${short} ${noun}${part}`;
  const found = note === undefined ? [] : [`${long}, ${note}${left}`, `${long}, ${note}`];
  const forms = [...found, long + left, short + left, long, short];
  return forms.find(({ length }) => length <= width) ?? '';
}

/** Seconds in the largest fitting unit: 40 s, 3 min, 1 h 20 min. */
function inWords(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
