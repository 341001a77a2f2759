import { CommanderError } from 'commander';
import { Refusal } from '../workflows/refusal.ts';
import { endProcess, exitIfInterrupted, handleSignals } from './interruption.ts';
import { createProgram } from './program.ts';
import { printProblems } from './terminal.ts';

/** Exit code of wrong input or a wrong command line. */
const WRONG_INPUT = 2;

/** Exit code where the output can't be written. */
const FAILED = 1;

/**
 * Ends after a failed write. A reader that has seen enough (`| head`) closes the pipe: that is no
 * failure, and changes no exit code.
 */
function endQuietly(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') endProcess();
  try {
    process.stderr.write(`error: the output can't be written: ${error.message}\n`);
  } finally {
    endProcess(FAILED);
  }
}

/** Runs the command line of this process and sets its exit code. */
export async function main(): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', endQuietly);
  handleSignals();
  try {
    const program = await createProgram(process.argv[2]);
    await program.parseAsync();
    exitIfInterrupted();
  } catch (error) {
    exitIfInterrupted();
    if (error instanceof CommanderError) {
      // Help and version come this way too, with code 0.
      process.exitCode = error.exitCode === 0 ? 0 : WRONG_INPUT;
    } else if (error instanceof Refusal) {
      process.exitCode = WRONG_INPUT;
      printProblems(error.problems);
    } else {
      throw error;
    }
  }
}
