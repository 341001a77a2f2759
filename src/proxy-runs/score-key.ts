import { createHash } from 'node:crypto';
import { architectureKey } from '../architecture/architecture-key.ts';
import type { Architecture } from '../architecture/architecture.ts';
import type { RunSettings } from './network-scorer.ts';

/** Grows when the number of any proxy changes: older scores are then not found. */
const SCORES_VERSION = 1;

/**
 * Names the scores of an architecture by a hash of everything that they depend on but for the
 * rounding of the processor.
 *
 * @param runtime version of onnxruntime-node
 * @returns the name of the score of a proxy under a seed
 */
export function scoreKeys(
  architecture: Architecture,
  settings: RunSettings,
  runtime: string,
): (proxy: string, seed: number) => string {
  const { batch, sequenceLength, loss, initialization, tokens } = settings;
  const texts = tokens?.slice(0, batch).map((text) => text.slice(0, sequenceLength)) ?? null;
  const base = hashOf([
    ...[SCORES_VERSION, runtime, architectureKey(architecture)],
    ...[batch, sequenceLength, loss, initialization, texts],
  ]);
  return (proxy, seed) => hashOf([base, proxy, seed]);
}

function hashOf(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
