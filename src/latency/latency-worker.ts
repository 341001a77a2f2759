import { parentPort, workerData } from 'node:worker_threads';
import type { LatencyAnswer, LatencyWork } from './latency-thread.ts';
import { measureLatencies } from './measure-latencies.ts';

/** Milliseconds between two messages of progress, which take their time too. */
const INTERVAL = 50;

const { items, settings } = workerData as LatencyWork;
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
  const measured = await measureLatencies(items, settings, (done, total) => {
    if (isStopped) throw new Error('stopped');
    if (performance.now() - last < INTERVAL && done < total) return;
    last = performance.now();
    answer({ kind: 'progress', done, total });
  });
  answer({ kind: 'measured', measured });
} catch (error) {
  answer({ kind: 'thrown', error });
}
parentPort?.close();
