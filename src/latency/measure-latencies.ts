import type { Architecture } from '../architecture/architecture.ts';
import { architectureKey } from '../architecture/architecture-key.ts';
import type { TensorData } from '../onnx/graph.ts';
import { failure, success, type Result } from '../result.ts';
import { formatBytes } from '../runtime/format-bytes.ts';
import { openSession, type Session } from '../runtime/session.ts';
import { WeightCache } from '../runtime/weight-cache.ts';
import type { LatencySettings } from './latency-settings.ts';
import { summarizeTimes, type LatencyTimes } from './summarize-times.ts';
import { drawTimedFeeds, estimateTogether, timedPass, type TimedPass } from './timed-pass.ts';
import { countPasses, interleavePasses } from './interleave-passes.ts';

/** A model that is measured, with the name that a failure gives it. */
export interface LatencyItem {
  readonly id: string;
  readonly architecture: Architecture;
}

/** Receives how many are done, and all of them. */
type OnProgress = (done: number, total: number) => void;

/** A model in the runtime. */
interface OpenPass {
  readonly id: string;
  readonly session: Session;
  readonly feeds: ReadonlyMap<string, TensorData>;
  readonly times: number[];
}

/**
 * Measures how long forward passes take in onnxruntime on this machine, with its optimizations of
 * the graph: from the call in JavaScript, with words and weights as feeds, until the output of the
 * last block is there. All models are open at once and run in turns (see {@link interleavePasses}). Equal
 * architectures are measured once. These numbers do not repeat.
 *
 * @param onProgress called with the passes that are done and all of them
 * @param onOpened called before that with the models that are open and all of them
 * @returns for each model, in their order, its times; or why none is measured: one can't be run,
 *   they take more memory together than allowed, or the runtime fails
 * @throws RangeError on settings out of their ranges
 */
export async function measureLatencies(
  items: readonly LatencyItem[],
  settings: LatencySettings,
  onProgress: OnProgress = () => undefined,
  onOpened: OnProgress = () => undefined,
): Promise<Result<readonly LatencyTimes[]>> {
  checkSettings(settings);
  const keys = items.map(({ architecture }) => architectureKey(architecture));
  const different = new Map<string, LatencyItem>();
  for (const [index, item] of items.entries()) {
    const key = keys[index] ?? '';
    if (!different.has(key)) different.set(key, item);
  }
  const measured = await measureDifferent([...different.values()], settings, onProgress, onOpened);
  if (!measured.ok) return measured;
  const places = new Map([...different.keys()].map((key, index) => [key, index]));
  return success(keys.flatMap((key) => measured.value[places.get(key) ?? -1] ?? []));
}

function checkSettings({ warmUp, repeats, threads }: LatencySettings): void {
  for (const [name, value, least] of [
    ['threads', threads, 1],
    ['warmUp', warmUp, 0],
    ['repeats', repeats, 1],
  ] as const) {
    if (!(Number.isSafeInteger(value) && value >= least)) {
      throw new RangeError(`${name} must be a whole number from ${least}, got ${value}`);
    }
  }
}

async function measureDifferent(
  items: readonly LatencyItem[],
  settings: LatencySettings,
  onProgress: OnProgress,
  onOpened: OnProgress,
): Promise<Result<LatencyTimes[]>> {
  const passes: (TimedPass & { readonly id: string })[] = [];
  for (const { id, architecture } of items) {
    const pass = timedPass(architecture, settings);
    if (!pass.ok) return failure(`${id}: ${pass.reason}`);
    passes.push({ ...pass.value, id });
  }
  const problem = findMemoryProblem(passes, settings);
  if (problem !== null) return failure(problem);
  const open: OpenPass[] = [];
  try {
    // Without a limit: the estimate has counted all that it will hold.
    const cache = new WeightCache(Infinity);
    for (const pass of passes) {
      onOpened(open.length, passes.length);
      const feeds = drawTimedFeeds(pass, settings, cache);
      if (!feeds.ok) return failure(`${pass.id}: ${feeds.reason}`);
      const session = await openSession(pass.graph, { threads: settings.threads, optimize: true });
      if (!session.ok) return failure(session.reason);
      open.push({ id: pass.id, session: session.value, feeds: feeds.value, times: [] });
    }
    const stopped = await runTurns(open, settings, onProgress);
    if (!stopped.ok) return stopped;
  } finally {
    for (const { session } of open) await session.close();
  }
  return success(open.map(({ times }) => summarizeTimes(times)));
}

/** Why models may not be measured together; null if they may. */
function findMemoryProblem(
  passes: readonly TimedPass[],
  { memoryLimit }: LatencySettings,
): string | null {
  const bytes = estimateTogether(passes);
  if (bytes <= memoryLimit) return null;
  const what =
    passes.length === 1 ? 'the model takes' : `the ${passes.length} models together take`;
  return `${what} about ${formatBytes(bytes)}, and the memory limit is ${formatBytes(memoryLimit)}: raise --memory-limit, or measure fewer at once, a shorter sequence or a smaller batch`;
}

async function runTurns(
  open: readonly OpenPass[],
  { warmUp, repeats }: LatencySettings,
  onProgress: OnProgress,
): Promise<Result<null>> {
  const total = countPasses(open.length, warmUp, repeats);
  let done = 0;
  onProgress(done, total);
  for (const { model, untimed, timed } of interleavePasses(open.length, warmUp, repeats)) {
    const one = open[model];
    if (one === undefined) continue;
    for (let pass = 0; pass < untimed + timed; pass++) {
      const started = performance.now();
      const outputs = await one.session.run(one.feeds);
      const time = performance.now() - started;
      if (!outputs.ok) return failure(`${one.id}: ${outputs.reason}`);
      if (pass >= untimed) one.times.push(time);
      onProgress(++done, total);
    }
  }
  return success(null);
}
