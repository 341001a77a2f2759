import { cpuUsage, platform } from 'node:process';
import { architectureKey } from '../architecture/architecture-key.ts';
import type { TensorData } from '../onnx/graph.ts';
import { failure, success, type Result } from '../result.ts';
import { openSession, type Session } from '../runtime/session.ts';
import { WeightCache } from '../runtime/weight-cache.ts';
import { countPasses, interleavePasses } from './interleave-passes.ts';
import { groupByMemory, type LatencyItem } from './latency-groups.ts';
import type { LatencySettings } from './latency-settings.ts';
import { summarizeTimes, type LatencyTimes, type PassTime } from './summarize-times.ts';
import { drawTimedFeeds, timedPass } from './timed-pass.ts';

/** Measured times, and how they were measured. */
export interface MeasuredLatencies {
  /** Of each model, in their order. */
  readonly times: readonly LatencyTimes[];
  /** Groups that were measured one after another, so that each fits into the memory limit. */
  readonly groups: number;
}

/** Receives how many are done, and all of them. */
type OnProgress = (done: number, total: number) => void;

/** A model in the runtime. */
interface OpenPass {
  readonly id: string;
  readonly session: Session;
  readonly feeds: ReadonlyMap<string, TensorData>;
  readonly times: PassTime[];
}

/**
 * Measures how long forward passes take in onnxruntime on this machine, with its optimizations of
 * the graph: from the call in JavaScript, with tokens and weights as feeds, until the output of the
 * last block is there. As many models as the memory limit allows are open at once and run in turns
 * (see {@link interleavePasses}); the next group follows. Equal architectures are measured once.
 * These numbers do not repeat.
 *
 * @param onProgress called from the start with the steps that are done and all of them: each model
 *   is planned, opened and run
 * @returns the times; or why there are none: a model can't be run, takes more memory than allowed
 *   by itself, or the runtime fails. The first two are known before anything is run
 * @throws RangeError on settings out of their ranges
 */
export async function measureLatencies(
  items: readonly LatencyItem[],
  settings: LatencySettings,
  onProgress: OnProgress = () => undefined,
): Promise<Result<MeasuredLatencies>> {
  checkSettings(settings);
  const keys = items.map(({ architecture }) => architectureKey(architecture));
  const different = new Map<string, LatencyItem>();
  for (const [index, item] of items.entries()) {
    const key = keys[index] ?? '';
    if (!different.has(key)) different.set(key, item);
  }
  const total = stepsOf(different.size, settings);
  let done = 0;
  const step = (): void => {
    onProgress(++done, total);
  };
  const groups = await groupByMemory([...different.values()], settings, step);
  if (!groups.ok) return groups;
  const measured: LatencyTimes[] = [];
  for (const group of groups.value) {
    const times = await measureGroup(group, settings, step);
    if (!times.ok) return times;
    measured.push(...times.value);
  }
  const places = new Map([...different.keys()].map((key, index) => [key, index]));
  const times = keys.flatMap((key) => measured[places.get(key) ?? -1] ?? []);
  return success({ times, groups: groups.value.length });
}

/** Steps of each model before it is run: it is planned and opened. */
const PREPARING = 2;

/** The steps of measuring some models, of which equal ones are measured once. */
export function countSteps(items: readonly LatencyItem[], settings: LatencySettings): number {
  const different = new Set(items.map(({ architecture }) => architectureKey(architecture)));
  return stepsOf(different.size, settings);
}

function stepsOf(models: number, { warmUp, repeats }: LatencySettings): number {
  return models * (PREPARING + countPasses(1, warmUp, repeats));
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

async function measureGroup(
  items: readonly LatencyItem[],
  settings: LatencySettings,
  step: () => void,
): Promise<Result<LatencyTimes[]>> {
  const open: OpenPass[] = [];
  try {
    // Without a limit: the estimate has counted all that it will hold.
    const cache = new WeightCache(Infinity);
    for (const { id, architecture } of items) {
      const pass = timedPass(architecture, settings);
      if (!pass.ok) return failure(`${id}: ${pass.reason}`);
      const feeds = drawTimedFeeds(pass.value, settings, cache);
      if (!feeds.ok) return failure(`${id}: ${feeds.reason}`);
      const { threads } = settings;
      const session = await openSession(pass.value.graph, { threads, optimize: true });
      if (!session.ok) return failure(session.reason);
      open.push({ id, session: session.value, feeds: feeds.value, times: [] });
      step();
    }
    const stopped = await runTurns(open, settings, step);
    if (!stopped.ok) return stopped;
  } finally {
    for (const { session } of open) await session.close();
  }
  return success(open.map(({ times }) => summarizeTimes(times)));
}

/** Whether processor time is told in microseconds: Windows counts it in ticks of 16 milliseconds. */
const HAS_FINE_CLOCK = platform !== 'win32';

async function runTurns(
  open: readonly OpenPass[],
  { warmUp, repeats, threads }: LatencySettings,
  step: () => void,
): Promise<Result<null>> {
  for (const { model, untimed, timed } of interleavePasses(open.length, warmUp, repeats)) {
    const one = open[model];
    if (one === undefined) continue;
    for (let pass = 0; pass < untimed + timed; pass++) {
      const begun = cpuUsage();
      const started = performance.now();
      const outputs = await one.session.run(one.feeds);
      const elapsed = performance.now() - started;
      const { user, system } = cpuUsage(begun);
      const computed = threads === 1 && HAS_FINE_CLOCK ? (user + system) / 1000 : Infinity;
      if (!outputs.ok) return failure(`${one.id}: ${outputs.reason}`);
      if (pass >= untimed) one.times.push({ elapsed, undisturbed: Math.min(elapsed, computed) });
      step();
    }
  }
  return success(null);
}
