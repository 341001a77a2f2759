import type { Architecture } from '../architecture/architecture.ts';
import { EventLoopBreak } from '../event-loop-break.ts';
import { failure, success, type Result } from '../result.ts';
import { formatBytes } from '../format-bytes.ts';
import type { LatencySettings } from './latency-settings.ts';
import { MemoryTogether, timedPass } from './timed-pass.ts';

/** A model that is measured, with the name that a failure gives it. */
export interface LatencyItem {
  readonly id: string;
  readonly architecture: Architecture;
}

/**
 * Models in as few groups, in their order, as fit into the memory limit while a whole group is open.
 * The graphs are built for their sizes alone, and built again when they are measured.
 *
 * @param onPlanned called after each model
 * @returns the groups; or why a model can't be measured at all
 */
export async function groupByMemory(
  items: readonly LatencyItem[],
  settings: LatencySettings,
  onPlanned: () => void,
): Promise<Result<LatencyItem[][]>> {
  const { memoryLimit } = settings;
  const pause = new EventLoopBreak();
  const groups: LatencyItem[][] = [];
  const tooLarge: string[] = [];
  let together = new MemoryTogether();
  for (const item of items) {
    const pass = timedPass(item.architecture, settings);
    if (!pass.ok) return failure(`${item.id}: ${pass.reason}`);
    const group = groups.at(-1);
    if (group !== undefined && together.add(pass.value) <= memoryLimit) {
      group.push(item);
    } else {
      together = new MemoryTogether();
      const bytes = together.add(pass.value);
      if (bytes > memoryLimit) tooLarge.push(`${item.id} takes about ${formatBytes(bytes)}`);
      groups.push([item]);
    }
    onPlanned();
    if (pause.due) await pause.take();
  }
  const [first] = tooLarge;
  if (first === undefined) return success(groups);
  const others = tooLarge.length === 1 ? '' : ` (and ${tooLarge.length - 1} more too much)`;
  return failure(
    `${first}${others}, and the memory limit is ${formatBytes(memoryLimit)}: raise --memory-limit, or take a shorter sequence or a smaller batch`,
  );
}
