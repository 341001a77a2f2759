import type { LatencyTimes } from '../latency/summarize-times.ts';
import { printWarnings } from './terminal.ts';

/** Share of the median that the middle half of the times spans on a machine with other work. */
const NOISY = 0.25;

/** Warns where times spread so much that the machine was not left to them. */
export function warnOfNoise(times: readonly LatencyTimes[]): void {
  const noisy = times.filter(({ median, quartiles: [low, high] }) => high - low > NOISY * median);
  if (noisy.length === 0) return;
  const message = `the middle half of the times spans more than a quarter of the median for ${noisy.length} of ${times.length} models: the machine has other work; measure again when it has none, or raise --repeats`;
  printWarnings([{ source: 'latency', path: '', message }]);
}
