import type { Architecture } from '../architecture/architecture.ts';
import { failure, success, type Result } from '../result.ts';
import { workInSlices } from '../event-loop-break.ts';
import type { DirectProxy, ProxySettings } from './proxy.ts';

/** Architectures that are scored between two looks at the clock. */
const GROUP = 64;

/**
 * A way to score architectures one by one, which lets the event loop run in between. A score that
 * is not finite is a failure.
 *
 * @param scorerOf called once for each list of architectures
 */
export function scoreEach(
  scorerOf: (
    settings: ProxySettings,
  ) => (architecture: Architecture, index: number) => number | Result<number>,
): DirectProxy['score'] {
  return (architectures, settings, onProgress = () => undefined) => {
    const score = scorerOf(settings);
    const results: Result<number>[] = [];
    const groups = Array.from({ length: Math.ceil(architectures.length / GROUP) }, (_, i) => i);
    const work = workInSlices(groups, (group) => {
      for (const architecture of architectures.slice(group * GROUP, (group + 1) * GROUP)) {
        results.push(finite(score(architecture, results.length)));
      }
      onProgress(results.length, architectures.length);
    });
    return work.then(() => results);
  };
}

function finite(score: number | Result<number>): Result<number> {
  const result = typeof score === 'number' ? success(score) : score;
  if (!result.ok || Number.isFinite(result.value)) return result;
  return failure(`the score is ${result.value}, not a finite number`);
}
