import { availableParallelism } from 'node:os';
import type { Architecture } from '../architecture/architecture.ts';
import { DEFAULT_LATENCY_SETTINGS, type LatencySettings } from '../latency/latency-settings.ts';
import { describeMachine, type Machine } from '../latency/machine.ts';
import type { LatencyTimes } from '../latency/summarize-times.ts';
import { loadRuntime } from '../runtime/load-runtime.ts';
import type { Warn } from './define-workflow.ts';
import { Refusal } from './refusal.ts';

/** How passes are timed; the defaults are {@link DEFAULT_LATENCY_SETTINGS}. */
export type TimingRequest = Partial<Omit<LatencySettings, 'initialization'>>;

/** The fields of a {@link TimingRequest} that matter only where passes are timed. */
export const TIMING_FIELDS = ['threads', 'warmUp', 'repeats'] as const;

/** Share of the median that the middle half of the times spans on a machine with other work. */
const NOISY = 0.25;

/** The settings of a measurement; warns of more threads than there are cores. */
export function latencySettingsOf(request: TimingRequest, warn: Warn): LatencySettings {
  const { batch, sequenceLength, threads, warmUp, repeats, seed, memoryLimit } = {
    ...DEFAULT_LATENCY_SETTINGS,
    ...request,
  };
  const cores = availableParallelism();
  if (threads > cores) {
    const message = `${threads} threads share ${cores} cores: they wait for each other`;
    warn([{ source: '--threads', path: '', message }]);
  }
  const { initialization } = DEFAULT_LATENCY_SETTINGS;
  return { batch, sequenceLength, threads, warmUp, repeats, seed, initialization, memoryLimit };
}

/** This machine with its runtime; refuses, before any work, a machine without one. */
export async function machineWithRuntime(): Promise<Machine> {
  const runtime = await loadRuntime();
  if (!runtime.ok) throw Refusal.of(runtime.reason);
  return describeMachine(runtime.value);
}

/** Warns of times that spread so much that the machine must have had other work. */
export function warnOfNoise(times: readonly LatencyTimes[], warn: Warn): void {
  const noisy = times.filter(({ median, quartiles: [low, high] }) => high - low > NOISY * median);
  if (noisy.length === 0) return;
  const message = `the middle half of the times spans more than a quarter of the median for ${noisy.length} of ${times.length} models: the machine has other work; measure again when it has none, or raise --repeats`;
  warn([{ source: 'latency', path: '', message }]);
}

/** Warns of mixtures of experts, whose times are those of all experts for every token. */
export function warnOfExperts(architectures: readonly Architecture[], warn: Warn): void {
  const mixed = architectures.filter(({ blocks }) =>
    blocks.some(({ experts }) => experts !== null && experts.routed < experts.count),
  );
  if (mixed.length === 0) return;
  const message = `${mixed.length} of ${architectures.length} models have experts, and every token is computed by all of them: the times are longer than those of a program that computes the routed ones alone`;
  warn([{ source: 'latency', path: '', message }]);
}
