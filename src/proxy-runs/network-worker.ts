import { parentPort, workerData } from 'node:worker_threads';
import type { NetworkAnswer, NetworkRequest } from './network-message.ts';
import { LocalRunner } from './network-runner.ts';
import type { RunSettings } from './network-scorer.ts';
import { PROXIES } from '../proxies/registry.ts';

const runner = new LocalRunner((workerData as { readonly settings: RunSettings }).settings);

async function answer(request: Exclude<NetworkRequest, { kind: 'close' }>): Promise<NetworkAnswer> {
  try {
    if (request.kind === 'run') {
      return { kind: 'scored', scores: await runner.run(request.seed) };
    }
    const proxies = request.proxies.flatMap((name) => {
      const proxy = PROXIES.get(name);
      return proxy?.needs === 'network' ? [proxy] : [];
    });
    return { kind: 'prepared', bytes: await runner.prepare(request.architecture, proxies) };
  } catch (error) {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { kind: 'thrown', message };
  }
}

// Prepare an architecture, run it, and in the end free the sessions.
parentPort?.on('message', (request: NetworkRequest) => {
  void (async () => {
    if (request.kind === 'close') {
      await runner.close();
      parentPort?.close();
    } else {
      parentPort?.postMessage(await answer(request));
    }
  })();
});
