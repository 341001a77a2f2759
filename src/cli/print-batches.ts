import { once } from 'node:events';
import type { SpaceCandidate } from '../search-space/space-candidate.ts';
import { forEachBatch } from '../workflows/for-each-batch.ts';

/** Prints the text of every batch, no faster than it is read; the summary of the stream. */
export function printBatches<Batch, Summary>(
  batches: AsyncGenerator<Batch, Summary, void>,
  textOf: (batch: Batch) => string,
): Promise<Summary> {
  return forEachBatch(batches, async (batch) => {
    if (!process.stdout.write(textOf(batch))) await once(process.stdout, 'drain');
  });
}

/** The candidates of a batch, one per line. */
export function candidateLines(batch: readonly SpaceCandidate[]): string {
  return batch.map(({ line }) => `${line}\n`).join('');
}
