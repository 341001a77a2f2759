import { parentPort, workerData } from 'node:worker_threads';
import type { LatencyAnswer, LatencyWork } from './latency-thread.ts';
import { countSteps, measureLatencies } from './measure-latencies.ts';

/** Milliseconds between two messages of progress, which take their time too. */
const INTERVAL = 50;

const { jobs, settings } = workerData as LatencyWork;
let isStopped = false;
// Heard between two passes.
parentPort?.on('message', () => {
  isStopped = true;
});
const answer = (message: LatencyAnswer): void => {
  parentPort?.postMessage(message);
};

let last = 0;
try {
  let before = 0;
  const all = jobs.map((items) => countSteps(items, settings));
  const total = all.reduce((sum, own) => sum + own, 0);
  for (const [job, items] of jobs.entries()) {
    const measured = await measureLatencies(items, settings, (own) => {
      if (isStopped) throw new Error('stopped');
      const done = before + own;
      if (performance.now() - last < INTERVAL && done < total) return;
      last = performance.now();
      answer({ kind: 'progress', done, total });
    });
    answer({ kind: 'measured', measured });
    if (!measured.ok) break;
    before += all[job] ?? 0;
  }
} catch (error) {
  answer({ kind: 'thrown', error });
}
parentPort?.close();
