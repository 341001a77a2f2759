import { COSTS } from '../costs/registry.ts';
import type { LatencyDocument } from './documents/latency-document.ts';
import type { RankDocument } from './documents/rank-document.ts';
import { counted } from './format-number.ts';

type CostSettings = NonNullable<RankDocument['settings']['cost']>;
type Timing = Pick<LatencyDocument['settings'], 'threads' | 'warmUp' | 'repeats' | 'groups'>;

/** Decimals of a millisecond that people are shown: others are noise. */
export const TIME_DECIMALS = 3;

/** Lines on what a cost is, and on how and where it was measured. */
export function describeCost(cost: CostSettings): string[] {
  const { name, batch = 1, sequenceLength = 1, timing, table, ...others } = cost;
  if (table !== undefined) {
    return [
      `cost: predicted ms of a forward pass over ${batch} x ${sequenceLength} tokens, the sum of its parts`,
      ...describeTable(table),
    ];
  }
  return [
    `cost: ${COSTS[name].describe({ ...others, batch, sequenceLength })}`,
    ...(timing === undefined ? [] : describeTiming(timing, timing.machine)),
  ];
}

/** Lines on what latencies are predicted from. */
export function describeTable({
  file,
  threads,
  machine,
}: NonNullable<CostSettings['table']>): string[] {
  return [`table: ${file}, ${counted(threads, 'thread')}`, `machine: ${describeMachine(machine)}`];
}

/** How many decimals people are shown of a cost; those of any number where that is undefined. */
export function decimalsOfCost({ name }: CostSettings): { readonly decimals?: number } {
  return name === 'latency' ? { decimals: TIME_DECIMALS } : {};
}

/** The title of the column of a cost. */
export function titleOfCost({ name, table }: CostSettings): string {
  return table === undefined ? COSTS[name].title : 'predicted ms';
}

/** Lines on how times were measured, and where. */
export function describeTiming(
  { threads, warmUp, repeats, groups }: Timing,
  machine: LatencyDocument['machine'],
): string[] {
  const apart = groups === undefined ? '' : `; in ${groups} groups that fit into memory`;
  return [
    `timed: ${repeats} ${repeats === 1 ? 'pass' : 'passes'} of each, in turns, after ${warmUp} to warm up; ${counted(threads, 'thread')}${apart}`,
    `machine: ${describeMachine(machine)}`,
  ];
}

function describeMachine({
  processor,
  cores,
  platform,
  onnxruntime,
}: LatencyDocument['machine']): string {
  return `${processor}, ${counted(cores, 'core')}, ${platform}, onnxruntime ${onnxruntime}`;
}
