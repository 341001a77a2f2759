import { createHash } from 'node:crypto';
import type { Architecture } from '../../src/architecture/architecture.ts';
import { LatencyTable } from '../../src/latency/latency-table.ts';
import type { LatencyTimes } from '../../src/latency/summarize-times.ts';
import { measureParts, type MeasureJobs } from '../../src/latency/measure-parts.ts';

/** Whole microseconds from 100 to 999 that follow from a value, as if drawn. */
function drawn(value: unknown): number {
  const digest = createHash('sha256').update(JSON.stringify(value)).digest();
  return 100 + (digest.readUInt32LE(0) % 900);
}

/** Microseconds that a model takes on a machine that is made up: a sum over its blocks. */
export function fakeMicroseconds({ blocks, embedding }: Architecture): number {
  return blocks.reduce(
    (sum, { hiddenSize, numAttentionHeads, feedForwardWidths, operation: { kind } }) =>
      sum + drawn([hiddenSize, numAttentionHeads, feedForwardWidths, kind]),
    drawn([embedding.embeddingSize, blocks[0].hiddenSize]),
  );
}

/** What that machine measures, with the ids of all models that it was asked for. */
export function fakeMachine(): { measure: MeasureJobs; asked: string[][] } {
  const asked: string[][] = [];
  return {
    asked,
    measure: (jobs, onMeasured) => {
      for (const models of jobs) {
        asked.push(models.map(({ id }) => id));
        const times = models.map(({ architecture }): LatencyTimes => {
          const undisturbed = fakeMicroseconds(architecture) / 1000;
          return {
            ...{ median: 9999, quartiles: [9999, 9999], fastest: 9999, medianDeviation: 0 },
            undisturbed,
          };
        });
        onMeasured({ times, groups: 1 });
      }
      return Promise.resolve({ ok: true, value: null });
    },
  };
}

/** An empty table of one sequence of 128 tokens, by a machine that is none. */
export function emptyTable(): LatencyTable {
  const machine = { processor: 'none', cores: 1, platform: 'none', onnxruntime: '1.0.0' };
  return new LatencyTable({ batch: 1, sequenceLength: 128, threads: 1 }, machine);
}

/** A table of all parts of some models, by the machine that is made up. */
export async function fakeTable(architectures: readonly Architecture[]): Promise<LatencyTable> {
  const table = emptyTable();
  const { measure } = fakeMachine();
  await measureParts(table, table.missing(architectures), 7, measure, () => undefined);
  return table;
}
