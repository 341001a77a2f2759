import { writeWholeFile } from '../write-whole-file.ts';
import type { WorkflowRun } from './define-workflow.ts';
import { Refusal } from './refusal.ts';

/** The refusal of the file that `--out`, or another option, names. */
export function outRefusal(file: string, reason: string, option = '--out'): Refusal {
  return Refusal.of(`${option}: ${reason}`, file);
}

/** Refuses a name for `--out` with another ending, by which the file would not be read back. */
export function checkEnding(out: string, ending: string): void {
  if (out.endsWith(ending)) return;
  throw Refusal.of(`--out "${out}": expected a name that ends in ${ending}`);
}

/**
 * Writes a file of any size, whole or not at all: nothing is left of it where the run is ended.
 *
 * @param total the bytes of all pieces, by which progress is measured
 */
export async function writeModelFile(
  file: string,
  pieces: Iterable<Uint8Array>,
  total: number,
  run: WorkflowRun,
  option?: string,
): Promise<void> {
  const written = await writeWholeFile(file, counted(pieces, total, run));
  if (!written.ok) throw outRefusal(file, written.reason, option);
}

function* counted(
  pieces: Iterable<Uint8Array>,
  total: number,
  { step }: WorkflowRun,
): Generator<Uint8Array> {
  const onProgress = step('wrote', 'MB', Math.ceil(total / 1e6));
  let done = 0;
  for (const piece of pieces) {
    yield piece;
    done += piece.length;
    onProgress(Math.min(done, total), total);
  }
}
