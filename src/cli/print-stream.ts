import { once } from 'node:events';
import type { SpaceCandidate } from '../search-space/space-candidate.ts';
import { forEachBatch } from '../workflows/for-each-batch.ts';
import { hideProgress } from './terminal.ts';

/** Characters that are written at once: a call for each line takes longer than the lines. */
const CHUNK = 2 ** 16;

/** Writes to stdout no faster than it is read, so that little is in memory. */
async function write(text: string): Promise<void> {
  if (text === '') return;
  if (process.stdout.isTTY) hideProgress();
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}

/** Prints the lines of a result. */
export async function printResultLines(lines: Iterable<string>): Promise<void> {
  let chunk = '';
  for (const line of lines) {
    chunk += line;
    if (chunk.length < CHUNK) continue;
    await write(chunk);
    chunk = '';
  }
  if (chunk !== '') await write(chunk);
}

/** The summary of a stream of batches, after it printed the text of each. */
export function printBatches<Batch, Summary>(
  batches: AsyncGenerator<Batch, Summary, void>,
  textOf: (batch: Batch) => string,
): Promise<Summary> {
  return forEachBatch(batches, (batch) => write(textOf(batch)));
}

/** The candidates of a batch, one per line. */
export function candidateLines(batch: readonly SpaceCandidate[]): string {
  return batch.map(({ line }) => `${line}\n`).join('');
}
