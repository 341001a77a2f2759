import type { LatencyItem } from '../latency/latency-groups.ts';
import type { LatencySettings } from '../latency/latency-settings.ts';
import { measureInThread } from '../latency/latency-thread.ts';
import type { LatencyCheck } from '../report/documents/cost-fields.ts';
import type { WorkflowRun } from './define-workflow.ts';
import type { Predictions } from './latency-predictions.ts';
import { acceptedFor, Refusal } from './refusal.ts';
import { warnOfNoise } from './timing.ts';

/** Models with what is predicted of them and what is measured, and the error of the one by the other. */
export async function checkPredictions(
  models: readonly LatencyItem[],
  predictions: Pick<Predictions, 'of' | 'file'>,
  settings: LatencySettings,
  { warn, step }: WorkflowRun,
): Promise<LatencyCheck> {
  const measured = await measureInThread(models, settings, step('took', 'steps'));
  if (!measured.ok) throw Refusal.of(measured.reason);
  const { times } = measured.value;
  warnOfNoise(times, warn);
  return models.map(({ id, architecture }, index) => {
    const predicted = acceptedFor(predictions.of(architecture), predictions.file);
    const own = times[index]?.undisturbed ?? NaN;
    return { id, predicted, measured: own, error: predicted / own - 1 };
  });
}
