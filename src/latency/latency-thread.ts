import { NativeThread } from '../native-thread.ts';
import { failure, success, type Result } from '../result.ts';
import type { LatencyItem } from './latency-groups.ts';
import type { LatencySettings } from './latency-settings.ts';
import type { MeasuredLatencies, measureLatencies } from './measure-latencies.ts';

/** The file that the thread runs: the compiled one, also where this one is not compiled. */
const WORKER_FILE = new URL(
  import.meta.url.endsWith('.ts') ? '../../dist/latency/latency-worker.js' : './latency-worker.js',
  import.meta.url,
);

/** What a thread begins with: models that are measured together, and then others. */
export interface LatencyWork {
  readonly jobs: readonly (readonly LatencyItem[])[];
  readonly settings: LatencySettings;
}

/** A message of a thread, which ends after the last job or the first failure. */
export type LatencyAnswer =
  | { readonly kind: 'progress'; readonly done: number; readonly total: number }
  | { readonly kind: 'measured'; readonly measured: Result<MeasuredLatencies> }
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
): Promise<Result<MeasuredLatencies>> {
  let measured: MeasuredLatencies | undefined;
  const done = await measureJobsInThread([items], settings, onProgress, (own) => {
    measured = own;
  });
  if (!done.ok) return done;
  return measured === undefined ? failure(ENDED) : success(measured);
}

/**
 * The same of several lists of models, one after another.
 *
 * @param onProgress the same, with the steps of all lists
 * @param onMeasured called after each list; may throw as well
 */
export async function measureJobsInThread(
  jobs: readonly (readonly LatencyItem[])[],
  settings: LatencySettings,
  onProgress: (done: number, total: number) => void,
  onMeasured: (measured: MeasuredLatencies) => void,
): Promise<Result<null>> {
  const plain = jobs.map((items) => items.map(({ id, architecture }) => ({ id, architecture })));
  const work: LatencyWork = { jobs: plain, settings };
  const thrown: unknown[] = [];
  const problems: string[] = [];
  let finished = 0;
  const guarded = (call: () => void): void => {
    if (thrown.length > 0) return;
    try {
      call();
    } catch (error) {
      thrown.push(error);
      thread.post('stop');
    }
  };
  const thread = new NativeThread<'stop', LatencyAnswer>(WORKER_FILE, work, (answer) => {
    if (answer.kind === 'thrown') thrown.push(answer.error);
    else if (answer.kind === 'progress') {
      guarded(() => {
        onProgress(answer.done, answer.total);
      });
    } else if (answer.measured.ok) {
      const { value } = answer.measured;
      finished += 1;
      guarded(() => {
        onMeasured(value);
      });
    } else problems.push(answer.measured.reason);
  });
  await thread.ended;
  if (thrown.length > 0) throw thrown[0];
  const [problem] = problems;
  if (problem !== undefined) return failure(problem);
  return finished === jobs.length ? success(null) : failure(ENDED);
}

const ENDED = 'the thread that measured ended: it may have taken more memory than there is';
