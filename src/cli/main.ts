import { CommanderError } from 'commander';
import { createProgram } from './program.ts';
import { Refusal } from './refusal.ts';
import { printProblems } from './terminal.ts';

/** Exit code of a wrong input or a wrong command line. */
const WRONG_INPUT = 2;

/** Runs the command line of this process and sets its exit code. */
export async function main(): Promise<void> {
  // A reader that has seen enough (`| head`) closes the pipe; that is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  try {
    const program = await createProgram(process.argv[2]);
    await program.parseAsync();
  } catch (error) {
    if (error instanceof CommanderError) {
      // Help and version come this way too, with code 0.
      process.exitCode = error.exitCode === 0 ? 0 : WRONG_INPUT;
    } else if (error instanceof Refusal) {
      printProblems(error.problems);
      process.exitCode = WRONG_INPUT;
    } else {
      throw error;
    }
  }
}
