/**
 * Hands command lines on to a process that runs them, and its answers back, while the thread that
 * asks is blocked: its tests call the command line as a function.
 */
import { fork } from 'node:child_process';
import { join } from 'node:path';
import { workerData } from 'node:worker_threads';

/** @type {{ port: import('node:worker_threads').MessagePort, answered: Int32Array }} */
const { port, answered } = workerData;

/** Whether a command line is run. */
let isAsked = false;

/** @param {unknown} answer */
function give(answer) {
  if (!isAsked) return;
  isAsked = false;
  port.postMessage(answer);
  Atomics.store(answered, 0, 1);
  Atomics.notify(answered, 0);
}

function startHost() {
  const started = fork(join(import.meta.dirname, 'host-process.js'), {
    // Warnings are written to the stderr of the run.
    execArgv: ['--no-warnings'],
    serialization: 'advanced',
  });
  started.on('message', give);
  started.on('exit', (code, signal) => give(`the process has ended: ${signal ?? code}`));
  return started;
}

let host = startHost();
port.on('message', (request) => {
  // One that has ended took down its own test alone.
  if (!host.connected) host = startHost();
  isAsked = true;
  host.send(request);
});
