import { architectureKey } from '../architecture/architecture-key.ts';
import type { Architecture } from '../architecture/architecture.ts';
import { failure, success, type Result } from '../result.ts';
import { loadRuntime } from '../runtime/load-runtime.ts';
import { seedsOf } from '../scoring/score-settings.ts';
import { networkCost } from './network-cost.ts';
import type { NetworkProxy } from '../proxy-parts/network-proxy.ts';
import type { RunSettings } from './network-scorer.ts';
import type { ProxySettings } from '../proxy-parts/proxy.ts';
import type { ProxyScores } from './proxy-scores.ts';
import { runNetworks, type NetworkTask } from './run-networks.ts';
import { scoreKeys } from './score-key.ts';

/** Receives the work done and all of it, and the networks that were run and are to be run. */
export type OnNetworkProgress = (
  done: number,
  total: number,
  networks: number,
  allNetworks: number,
) => void;

/** A distinct architecture. */
interface Model {
  readonly architecture: Architecture;
  readonly cost: number;
  readonly keyOf: (proxy: string, seed: number) => string;
  /** By the names of their keys. */
  readonly scores: Map<string, Result<number>>;
}

/**
 * Scores architectures by proxies that run the network, all of them in one pass of each kind.
 * Architectures that are equal are run once; of several seeds the mean is taken. Scores in the
 * store are not computed again, and new ones are stored at once.
 *
 * The time of all runs is divided among the proxies: that of a pass by the multiply-adds of each,
 * those that several share in equal parts, and to each the time of its own last steps.
 */
export async function scoreNetwork(
  proxies: readonly NetworkProxy[],
  architectures: readonly Architecture[],
  settings: ProxySettings,
  onProgress: OnNetworkProgress = () => undefined,
): Promise<ProxyScores[]> {
  const started = performance.now();
  const runtime = await loadRuntime();
  if (!runtime.ok) {
    return proxies.map((proxy) => ({
      proxy,
      results: architectures.map(() => runtime),
      milliseconds: 0,
    }));
  }
  const run = runSettingsOf(settings);
  const seeds = seedsOf(settings.scoring);
  const { jobs = 0, scores: store } = settings.engine;
  const version = runtime.value.env.versions.node ?? '';
  const models = modelsOf(architectures, proxies, run, version);
  const tasks = new Map<NetworkTask, Model>();
  for (const model of [...new Set(models)].sort((a, b) => b.cost - a.cost)) {
    const missing = missingOf(model, proxies, seeds, store);
    if (missing !== null) tasks.set(missing, model);
  }
  const total = [...tasks.values()].reduce((sum, { cost }) => sum + cost, 0);
  let done = 0;
  const spent = new Map<string, number>();
  let finished = 0;
  onProgress(done, total, finished, tasks.size);
  const options = { settings: run, jobs, memoryLimit: settings.network.memoryLimit };
  await runNetworks([...tasks.keys()], options, (task, scored) => {
    const model = tasks.get(task);
    if (model === undefined) return;
    for (const { proxy, seed, result, milliseconds } of scored) {
      model.scores.set(model.keyOf(proxy, seed), result);
      spent.set(proxy, (spent.get(proxy) ?? 0) + milliseconds);
    }
    store?.write(
      scored
        .filter(({ lasting }) => lasting)
        .map(({ proxy, seed, result }) => ({ key: model.keyOf(proxy, seed), proxy, result })),
    );
    done += (model.cost * new Set(scored.map(({ seed }) => seed)).size) / task.seeds.length;
    finished += new Set(scored.map(({ seed }) => seed)).size / task.seeds.length;
    onProgress(done, total, Math.floor(finished), tasks.size);
  });
  if (total === 0) onProgress(1, 1, 0, 0);
  const wall = performance.now() - started;
  const all = [...spent.values()].reduce((sum, milliseconds) => sum + milliseconds, 0);
  return proxies.map((proxy) => ({
    proxy,
    results: models.map((model) => meanOf(model, proxy.name, seeds)),
    // Threads work at once: their times add up to more than has passed.
    milliseconds: all > 0 ? (wall * (spent.get(proxy.name) ?? 0)) / all : wall / proxies.length,
  }));
}

/** How the networks of the settings are run. */
export function runSettingsOf({
  network: { batch, loss, tokens },
  sequenceLength,
  scoring: { initialization },
  own,
}: ProxySettings): RunSettings {
  return { batch, sequenceLength, loss, tokens, initialization, own };
}

/** The models of the architectures, in their order; equal architectures are one model. */
function modelsOf(
  architectures: readonly Architecture[],
  proxies: readonly NetworkProxy[],
  settings: RunSettings,
  runtime: string,
): Model[] {
  const byName = new Map<string, Model>();
  return architectures.map((architecture) => {
    const name = architectureKey(architecture);
    const known = byName.get(name);
    if (known !== undefined) return known;
    const model = {
      architecture,
      cost: networkCost(architecture, settings),
      keyOf: scoreKeys(architecture, proxies, settings, runtime),
      scores: new Map<string, Result<number>>(),
    };
    byName.set(name, model);
    return model;
  });
}

/** The scores of a model that the store does not hold; null where it holds all. */
function missingOf(
  { architecture, keyOf, scores }: Model,
  proxies: readonly NetworkProxy[],
  seeds: readonly number[],
  store: ProxySettings['engine']['scores'],
): NetworkTask | null {
  for (const { name } of proxies) {
    for (const seed of seeds) {
      const key = keyOf(name, seed);
      const kept = store?.read(key);
      if (kept !== undefined) scores.set(key, kept);
    }
  }
  const isMissing = (proxy: NetworkProxy, seed: number): boolean =>
    !scores.has(keyOf(proxy.name, seed));
  const left = proxies.filter((proxy) => seeds.some((seed) => isMissing(proxy, seed)));
  if (left.length === 0) return null;
  const open = seeds.filter((seed) => left.some((proxy) => isMissing(proxy, seed)));
  return { architecture, proxies: left, seeds: open };
}

/** The mean over the seeds; a failure if one seed has no score. */
function meanOf({ keyOf, scores }: Model, proxy: string, seeds: readonly number[]): Result<number> {
  let sum = 0;
  for (const seed of seeds) {
    const result = scores.get(keyOf(proxy, seed)) ?? failure('it was not run');
    if (!result.ok) {
      return seeds.length === 1 ? result : failure(`seed ${seed}: ${result.reason}`);
    }
    sum += result.value;
  }
  const mean = sum / seeds.length;
  return Number.isFinite(mean)
    ? success(mean)
    : failure(`the mean of the seeds is ${mean}, not a finite number`);
}
