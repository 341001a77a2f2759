import type { Architecture } from '../architecture/architecture.ts';
import type { OnProgress } from '../engine/measure-all.ts';
import { failure, success, type Result } from '../result.ts';
import { workInSlices } from '../event-loop-break.ts';

/** Architectures that are scored between two looks at the clock. */
const GROUP = 64;

/**
 * Scores architectures one by one, leaving the event loop its turns.
 *
 * @returns the scores; where one is not a finite number, that it is not
 */
export async function scoreEach(
  architectures: readonly Architecture[],
  score: (architecture: Architecture) => Result<number>,
  onProgress: OnProgress = () => undefined,
): Promise<Result<number>[]> {
  const results: Result<number>[] = [];
  const groups = Array.from({ length: Math.ceil(architectures.length / GROUP) }, (_, i) => i);
  await workInSlices(groups, (group) => {
    for (const architecture of architectures.slice(group * GROUP, (group + 1) * GROUP)) {
      const result = score(architecture);
      results.push(
        !result.ok || Number.isFinite(result.value)
          ? result
          : failure(`the score is ${result.value}, not a finite number`),
      );
    }
    onProgress(results.length, architectures.length);
  });
  return results;
}

/** A score that is computed in one step, as a result. */
export function always<Item>(score: (item: Item) => number): (item: Item) => Result<number> {
  return (item) => success(score(item));
}
