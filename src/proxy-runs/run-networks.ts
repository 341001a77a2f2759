import type { Architecture } from '../architecture/architecture.ts';
import { findForwardProblem } from '../forward/find-forward-problem.ts';
import { failure } from '../result.ts';
import { MemoryGate } from '../runtime/memory-gate.ts';
import { memoryBounds } from './memory-bounds.ts';
import { findMemoryProblem, PROCESS_BYTES, threadNeed } from './memory-need.ts';
import type { NetworkProxy } from '../proxy-parts/network-proxy.ts';
import { LocalRunner, type NetworkRunner } from './network-runner.ts';
import type { NetworkScore, RunSettings } from './network-scorer.ts';
import { NetworkThread } from './network-thread.ts';
import { PROXIES } from '../proxies/registry.ts';

/** One architecture with its missing scores. */
export interface NetworkTask {
  readonly architecture: Architecture;
  readonly proxies: readonly NetworkProxy[];
  readonly seeds: readonly number[];
}

/** How tasks are run; no score depends on it. */
export interface RunOptions {
  readonly settings: RunSettings;
  /** Threads at most; 0 is this one, which is blocked meanwhile. */
  readonly jobs: number;
  readonly memoryLimit: number;
}

/**
 * Runs tasks in their order, as many at once as threads and memory allow. A thread that dies
 * leaves its task unscored, and the others go on.
 *
 * @param onDone called with each task and its scores, seed by seed, in the order in which they are
 *   finished. May throw to end the work: what runs then is finished, and nothing else is begun
 */
export async function runNetworks(
  tasks: readonly NetworkTask[],
  { settings, jobs, memoryLimit }: RunOptions,
  onDone: (task: NetworkTask, scores: readonly NetworkScore[]) => void,
): Promise<void> {
  const isKnown = tasks.every(({ proxies }) =>
    proxies.every((proxy) => PROXIES.get(proxy.name) === proxy),
  );
  const count = Math.min(Math.max(1, jobs), tasks.length);
  const start = (): NetworkRunner =>
    jobs > 0 && isKnown ? new NetworkThread(settings) : new LocalRunner(settings);
  const gate = new MemoryGate(memoryLimit - PROCESS_BYTES);
  let next = 0;
  const work = async (): Promise<void> => {
    let runner = start();
    try {
      for (let task = tasks[next++]; task !== undefined; task = tasks[next++]) {
        const left = new Set(task.seeds);
        const problem = await runTask(task, runner, gate, { settings, memoryLimit }, (scores) => {
          for (const { seed } of scores) left.delete(seed);
          onDone(task, scores);
        });
        if (problem === null) continue;
        onDone(task, unscored({ ...task, seeds: [...left] }, problem));
        if (problem !== DIED) continue;
        await runner.close();
        runner = start();
      }
    } finally {
      // A failure in one worker stops the others.
      next = tasks.length;
      await runner.close();
    }
  };
  const workers = Array.from({ length: isKnown ? count : Math.min(count, 1) }, work);
  for (const outcome of await Promise.allSettled(workers)) {
    if (outcome.status === 'rejected') throw outcome.reason;
  }
}

const DIED = 'the thread that ran it ended: it may have taken more memory than there is';

/** Runs a task seed by seed; why some of its seeds have no score, null where all have one. */
async function runTask(
  task: NetworkTask,
  runner: NetworkRunner,
  gate: MemoryGate,
  { settings, memoryLimit }: Omit<RunOptions, 'jobs'>,
  onScores: (scores: readonly NetworkScore[]) => void,
): Promise<string | null> {
  const { low } = memoryBounds(task.architecture, settings);
  const tooLarge = findMemoryProblem(low, memoryLimit, true);
  // Where it is far too large, even the graph would not fit, unless there is no graph to build.
  if (tooLarge !== null && findForwardProblem(task.architecture, 1) === null) return tooLarge;
  const bytes = await runner.prepare(task.architecture, task.proxies);
  if (bytes === null) return DIED;
  const problem = findMemoryProblem(bytes, memoryLimit);
  if (bytes > 0 && problem !== null) return problem;
  // No graph, but a reason for each proxy, where there are no bytes.
  const leave = bytes === 0 ? null : await gate.enter(threadNeed(bytes));
  try {
    for (const seed of task.seeds) {
      const scores = await runner.run(seed);
      if (scores === null) return DIED;
      onScores(scores);
    }
    return null;
  } finally {
    leave?.();
  }
}

/** Failures for a reason of the machine. */
function unscored({ proxies, seeds }: NetworkTask, reason: string): NetworkScore[] {
  const result = failure(reason);
  return proxies.flatMap(({ name }) =>
    seeds.map((seed) => ({ proxy: name, seed, result, lasting: false, milliseconds: 0 })),
  );
}
