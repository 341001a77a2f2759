import { NativeThread } from '../native-thread.ts';
import { failure, type Result } from '../result.ts';
import type { LatencySettings } from './latency-settings.ts';
import type { LatencyItem, measureLatencies } from './measure-latencies.ts';
import type { LatencyTimes } from './summarize-times.ts';

/** The file that the thread runs: the compiled one, also where this one is not compiled. */
const WORKER_FILE = new URL(
  import.meta.url.endsWith('.ts') ? '../../dist/latency/latency-worker.js' : './latency-worker.js',
  import.meta.url,
);

/** What a thread begins with. */
export interface LatencyWork {
  readonly items: readonly LatencyItem[];
  readonly settings: LatencySettings;
}

/** A message of a thread; the last one is not progress. */
export type LatencyAnswer =
  | { readonly kind: 'progress'; readonly done: number; readonly total: number }
  | { readonly kind: 'measured'; readonly measured: Result<readonly LatencyTimes[]> }
  | { readonly kind: 'thrown'; readonly error: unknown };

/**
 * {@link measureLatencies} in a thread of its own, so that this one is never blocked by a pass.
 *
 * @param onProgress may throw to end the work, which ends with the pass that is running
 */
export async function measureInThread(
  items: readonly LatencyItem[],
  settings: LatencySettings,
  onProgress: Parameters<typeof measureLatencies>[2] = () => undefined,
): Promise<Result<readonly LatencyTimes[]>> {
  const work: LatencyWork = {
    items: items.map(({ id, architecture }) => ({ id, architecture })),
    settings,
  };
  const thrown: unknown[] = [];
  let measured: Result<readonly LatencyTimes[]> = failure(
    'the thread that measured ended: it may have taken more memory than there is',
  );
  const thread = new NativeThread<'stop', LatencyAnswer>(WORKER_FILE, work, (answer) => {
    if (answer.kind === 'measured') measured = answer.measured;
    else if (answer.kind === 'thrown') thrown.push(answer.error);
    else if (thrown.length === 0) {
      try {
        onProgress(answer.done, answer.total);
      } catch (error) {
        thrown.push(error);
        thread.post('stop');
      }
    }
  });
  await thread.ended;
  if (thrown.length > 0) throw thrown[0];
  return measured;
}
