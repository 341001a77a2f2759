import { DEFAULT_CHECKED } from '../latency/latency-settings.ts';
import type { LatencyItem } from '../latency/latency-groups.ts';
import { describeDifferences, thisMachine } from '../latency/machine.ts';
import type { LatencyCheck } from '../report/documents/cost-fields.ts';
import { loadRuntime } from '../runtime/load-runtime.ts';
import { loadLineReader } from '../search-space/candidate-check.ts';
import type { SearchSpace } from '../search-space/search-space.ts';
import type { WorkflowRun } from './define-workflow.ts';
import type { Predictions } from './latency-predictions.ts';
import { isAboutLatency } from './quantity-settings.ts';
import { acceptedFor } from './refusal.ts';
import type { SearchRequest } from './search-request.ts';
import type { FoundEntry } from './space-models.ts';
import { spread } from './spread.ts';
import { latencySettingsOf } from './timing.ts';

/** The predicted latencies of what a search found, and how well they hold. */
export interface FoundLatencies {
  /** Milliseconds of each model. */
  readonly predicted: readonly number[];
  /** Some of them measured whole on this machine; absent where none is. */
  readonly check?: LatencyCheck;
}

/**
 * The latencies of the models that a search found; null where latency had no part in it. Where no
 * check is asked for, there is none on another machine than that of the table, or without a runtime.
 */
export async function latenciesOfFound(
  found: readonly Pick<FoundEntry, 'record'>[],
  request: Pick<SearchRequest, 'check' | 'front' | 'warmUp' | 'repeats' | 'memoryLimit'>,
  predictions: Predictions | null,
  { constraints }: SearchSpace,
  run: WorkflowRun,
): Promise<FoundLatencies | null> {
  const { check, front } = request;
  const isUsed = front === 'latency' || constraints.some(isAboutLatency);
  if (predictions === null || !isUsed) return null;
  const read = await loadLineReader();
  const models = found.flatMap(({ record }): LatencyItem[] => {
    const { candidate } = read(record);
    return candidate === undefined ? [] : [candidate];
  });
  const predicted = models.map(({ architecture }) =>
    acceptedFor(predictions.of(architecture), predictions.file),
  );
  const checked = spread(models, check ?? DEFAULT_CHECKED);
  if (checked.length === 0) return { predicted };
  const { settings, machine } = predictions.table;
  const runtime = await loadRuntime();
  if (check === undefined) {
    const isOther = describeDifferences(machine, thisMachine()) !== null;
    if (isOther || !runtime.ok) return { predicted };
  }
  acceptedFor(runtime, '--check');
  // Loaded only for a measurement.
  const { checkPredictions } = await import('./check-predictions.ts');
  const timing = latencySettingsOf({ ...request, ...settings }, run.warn);
  return { predicted, check: await checkPredictions(checked, predictions, timing, run) };
}
