import { createHash } from 'node:crypto';
import { architectureKey } from '../architecture/architecture-key.ts';
import type { Architecture } from '../architecture/architecture.ts';
import type { NetworkProxy } from '../proxy-parts/network-proxy.ts';
import type { RunSettings } from './network-scorer.ts';

/** Incremented when the scores of a proxy change, so that older ones are not found. */
const SCORES_VERSION = 1;

/**
 * The keys of the scores of an architecture: a hash of everything that they depend on, except the
 * rounding of the processor.
 *
 * @param proxies whose keys are asked for: the settings that one declares count for its scores alone
 * @param runtime version of onnxruntime-node
 * @returns the key of the score of a proxy under a seed
 */
export function scoreKeys(
  architecture: Architecture,
  proxies: readonly NetworkProxy[],
  settings: RunSettings,
  runtime: string,
): (proxy: string, seed: number) => string {
  const { batch, sequenceLength, loss, initialization, tokens } = settings;
  const sequences =
    tokens?.slice(0, batch).map((sequence) => sequence.slice(0, sequenceLength)) ?? null;
  const base = hashOf([
    ...[SCORES_VERSION, runtime, architectureKey(architecture)],
    ...[batch, sequenceLength, loss, initialization, sequences],
  ]);
  const own = new Map(
    proxies.map(({ name, settings: declared = [] }) => [
      name,
      declared.map(({ read }) => read(settings.own)),
    ]),
  );
  return (proxy, seed) => hashOf([base, proxy, seed, ...(own.get(proxy) ?? [])]);
}

function hashOf(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
