import type { Result } from '../result.ts';
import type { LatencyItem } from './latency-groups.ts';
import { keyOfPart, type LatencyPart } from './latency-parts.ts';
import { NANOSECONDS, tabled, type LatencyTable, type PartTime } from './latency-table.ts';
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
 * that model does without its blocks. So nothing is counted twice that happens once for a call.
 *
 * @param parts with the blocks of each part that is around them
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
  // What is around blocks follows from their times.
  const ordered = [
    ...parts.filter(({ kind }) => kind === 'block'),
    ...parts.filter(({ kind }) => kind === 'surroundings'),
  ];
  let next = 0;
  return measure(ordered.map(modelsOf), ({ times }) => {
    const part = ordered[next];
    if (part === undefined) throw new RangeError('more was measured than was asked for');
    next += 1;
    const medians = times.map(({ undisturbed }) => undisturbed);
    table.add(timeOf(part, medians, repeats, table));
    onAdded();
  });
}

/** The models that are measured for a part: its skeleton, and that with copies of a block. */
function modelsOf(part: LatencyPart): LatencyItem[] {
  const { name: id, skeleton } = part;
  const alone = { id, architecture: skeleton };
  if (part.kind === 'surroundings') return [alone];
  return [alone, { id, architecture: part.withCopies(COPIES) }];
}

function timeOf(
  part: LatencyPart,
  medians: readonly number[],
  repeats: number,
  table: LatencyTable,
): PartTime {
  const [alone = NaN, more = NaN] = medians;
  const milliseconds =
    part.kind === 'block'
      ? (more - alone) / COPIES
      : part.blocks.reduce(
          (rest, block) => rest - (table.timeOf(block) ?? NaN) / NANOSECONDS,
          alone,
        );
  const { name } = part;
  return { key: keyOfPart(part), name, repeats, medians, nanoseconds: tabled(milliseconds) };
}
