import { parentPort } from 'node:worker_threads';
import { runTask, type MeasurementTask } from '../capacity/measurement.ts';

/** The thread's whole life: a list of tasks comes in, the list of their measurements goes out. */
parentPort?.on('message', (tasks: readonly MeasurementTask[]) => {
  parentPort?.postMessage(tasks.map(runTask));
});
