import type { Result } from '../result.ts';
import type { LatencyItem } from './latency-groups.ts';
import { keyOfPart, type BlockPart, type LatencyPart } from './latency-parts.ts';
import { tabled, type LatencyTable } from './latency-table.ts';
import type { MeasuredLatencies } from './measure-latencies.ts';

/**
 * Copies of a block by which two models differ that are measured for it. One is too few: its time is
 * then a small difference of two that vary, and its weights stay in a cache that those of a whole
 * model do not fit into.
 */
export const COPIES = 4;

/**
 * Measures lists of models one after another, each list together.
 *
 * @param onMeasured called after each list
 */
export type MeasureJobs = (
  jobs: readonly (readonly LatencyItem[])[],
  onMeasured: (measured: MeasuredLatencies) => void,
) => Promise<Result<null>>;

/**
 * Measures parts that a table does not have, and adds them to it. A block takes what each of
 * {@link COPIES} copies adds to a model of one block of each stage; what is around the blocks takes what
 * that model does, less what copies of its own blocks add each. So nothing is counted twice that
 * happens once for a call; and what is subtracted is measured together, on a machine in one state.
 *
 * @param repeats timed passes of each model
 * @param onAdded called after each part
 */
export async function measureParts(
  table: LatencyTable,
  parts: readonly LatencyPart[],
  repeats: number,
  measure: MeasureJobs,
  onAdded: () => void,
): Promise<Result<null>> {
  let next = 0;
  return measure(parts.map(modelsOf), ({ times }) => {
    const part = parts[next];
    if (part === undefined) throw new RangeError('more was measured than was asked for');
    next += 1;
    const medians = times.map(({ undisturbed }) => undisturbed);
    const nanoseconds = tabled(millisecondsOf(part, medians));
    table.add({ key: keyOfPart(part), name: part.name, repeats, medians, nanoseconds });
    onAdded();
  });
}

/** The models that are measured for a part: its skeleton, and that with copies of each block. */
function modelsOf(part: LatencyPart): LatencyItem[] {
  const { name: id, skeleton } = part;
  const grown = blocksOf(part).map((block) => block.withCopies(COPIES));
  return [skeleton, ...grown].map((architecture) => ({ id, architecture }));
}

function blocksOf(part: LatencyPart): readonly BlockPart[] {
  return part.kind === 'block' ? [part] : part.blocks;
}

/** The time of a part by those of its models. */
function millisecondsOf(part: LatencyPart, [alone = NaN, ...grown]: readonly number[]): number {
  const blocks = grown.reduce((sum, more) => sum + (more - alone) / COPIES, 0);
  return part.kind === 'block' ? blocks : alone - blocks;
}
