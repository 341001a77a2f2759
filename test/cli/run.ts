import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { z } from 'zod';

/** The root of the project: the commands of the README are run from here. */
export const ROOT = join(import.meta.dirname, '..', '..');

const run = z.object({ status: z.number(), stdout: z.string(), stderr: z.string() });

/** What a run of the command line left behind. */
export type Run = z.infer<typeof run>;

/** Where a command line is run, other than in the root of the project. */
interface Place {
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
}

interface Request extends Required<Place> {
  readonly args: readonly string[];
}

function requestOf(args: readonly string[], { env = {}, cwd = ROOT }: Place): Request {
  const { NO_COLOR: _no, FORCE_COLOR: _force, ...inherited } = process.env;
  return { args, cwd, env: { ...inherited, ...env } };
}

let host: ((request: Request) => unknown) | undefined;

/** Starts the process that runs the command lines of all tests of this process. */
function startHost(): (request: Request) => unknown {
  const answered = new Int32Array(new SharedArrayBuffer(4));
  const { port1: port, port2: other } = new MessageChannel();
  const thread = new Worker(join(import.meta.dirname, 'host-thread.js'), {
    workerData: { port: other, answered },
    transferList: [other],
    execArgv: [],
  });
  thread.unref();
  return (request) => {
    Atomics.store(answered, 0, 0);
    port.postMessage(request);
    Atomics.wait(answered, 0, 0);
    const answer: { message: unknown } | undefined = receiveMessageOnPort(port);
    return answer?.message;
  };
}

/**
 * Runs the built command line as a user would, with no terminal: in a process that has loaded it
 * already, since to start one took most of the time of the tests.
 */
export function zerolm(args: readonly string[], place: Place = {}): Run {
  host ??= startHost();
  return run.parse(host(requestOf(args, place)));
}

/** The same in a new process: for what Node reads when it starts. */
export function zerolmAfresh(args: readonly string[], place: Place = {}): Run {
  const { cwd, env } = requestOf(args, place);
  const command = [join(ROOT, 'bin', 'zerolm'), ...args];
  return run.parse(spawnSync(process.execPath, command, { cwd, env, encoding: 'utf8' }));
}

/** The standard output of a run that has to succeed without a word on standard error. */
export function outputOf(args: readonly string[]): string {
  const { status, stdout, stderr } = zerolm(args);
  if (status !== 0 || stderr !== '') throw new Error(`exit code ${String(status)}: ${stderr}`);
  return stdout;
}
