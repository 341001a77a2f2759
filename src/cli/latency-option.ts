import { availableParallelism } from 'node:os';
import { describeMachine, type Machine } from '../latency/machine.ts';
import { DEFAULT_LATENCY_SETTINGS, type LatencySettings } from '../latency/latency-settings.ts';
import { loadRuntime } from '../runtime/load-runtime.ts';
import { Refusal } from '../workflows/refusal.ts';
import { printWarnings } from './terminal.ts';

/** The options of a measurement, besides those of the pass, by their names in the code. */
export const TIMING_OPTIONS = ['threads', 'warmUp', 'repeats', 'memoryLimit'] as const;

/** The options of a measurement, as commander hands them over. */
export type LatencyOptions = Omit<LatencySettings, 'initialization'>;

/** The settings of a measurement; warns of more threads than there are cores. */
export function latencySettingsOf(options: LatencyOptions): LatencySettings {
  const { batch, sequenceLength, threads, warmUp, repeats, seed, memoryLimit } = options;
  const cores = availableParallelism();
  if (threads > cores) {
    const message = `${threads} threads share ${cores} cores: they wait for each other`;
    printWarnings([{ source: '--threads', path: '', message }]);
  }
  const { initialization } = DEFAULT_LATENCY_SETTINGS;
  return { batch, sequenceLength, threads, warmUp, repeats, seed, initialization, memoryLimit };
}

/** This machine, where it has a runtime; refuses, before any work, where it has none. */
export async function machineWithRuntime(): Promise<Machine> {
  const runtime = await loadRuntime();
  if (!runtime.ok) throw Refusal.of(runtime.reason);
  return describeMachine(runtime.value);
}
