import { setImmediate } from 'node:timers/promises';
import { nativeThreads } from '../native-thread.ts';
import { removeUnfinishedFiles } from '../write-whole-file.ts';

/** The signals that end the program, and its exit codes: 128 and the number of the signal. */
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const;

/** Milliseconds in which the work may end by itself: less than the 2 seconds that are promised. */
const GRACE = 1500;

/** The reason with which the work is ended. */
class Interruption extends Error {
  readonly exitCode: number;

  constructor(exitCode: number) {
    super('the program is ended by a signal');
    this.exitCode = exitCode;
  }
}

const controller = new AbortController();

/** Aborted, with an {@link Interruption}, when the user ends the program. */
export const interruption: AbortSignal = controller.signal;

/** Ends the program where a signal has ended its work. */
export function exitIfInterrupted(): void {
  const reason: unknown = interruption.reason;
  if (reason instanceof Interruption) endProcess(reason.exitCode);
}

/** Ends the program where a signal came while the thread was busy, so that nothing is printed after it. */
export async function heedSignals(): Promise<void> {
  // The first turn of the event loop may be the one in which the thread was busy.
  await setImmediate();
  await setImmediate();
  exitIfInterrupted();
}

/**
 * Ends the process at once. Where threads are inside of a native library, it dies of the signal: a
 * shell gives the same exit code for that, and `process.exit` would abort.
 *
 * @param exitCode the one that is set, if absent
 * @param signal whose exit code it is
 */
export function endProcess(
  exitCode = process.exitCode,
  signal: keyof typeof EXIT_CODES = 'SIGTERM',
): void {
  removeUnfinishedFiles();
  if (nativeThreads() === 0) process.exit(exitCode);
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
}

/** Lets SIGINT and SIGTERM end the work; a second signal, or 1.5 seconds, end the program. */
export function handleSignals(): void {
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    const exitCode = EXIT_CODES[name];
    process.on(name, () => {
      if (interruption.aborted) endProcess(exitCode, name);
      controller.abort(new Interruption(exitCode));
      // Ends the wait for input that may never come.
      process.stdin.destroy();
      setTimeout(() => {
        endProcess(exitCode, name);
      }, GRACE);
    });
  }
}
