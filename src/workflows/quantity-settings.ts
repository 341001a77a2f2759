import type { Dtype } from '../costs/dtype.ts';
import { DEFAULT_LATENCY_SETTINGS } from '../latency/latency-settings.ts';
import type { Constraint } from '../search-space/constraint.ts';
import type { QuantitySettings } from '../search-space/quantities.ts';
import type { Predictions, TableRequest } from './latency-predictions.ts';

/** What quantities of constraints depend on, in a request. */
export interface QuantityRequest extends TableRequest {
  /** The type of the weights, where memory is limited. */
  readonly dtype?: Dtype;
  /** Tokens of which a decoder keeps keys and values, where its memory is limited. */
  readonly context?: number;
}

/** The same as constraints are compiled with it. */
export function quantitySettings(
  request: QuantityRequest,
  predictions: Predictions | null,
): QuantitySettings {
  const { batch, sequenceLength } = { ...DEFAULT_LATENCY_SETTINGS, ...request };
  const { dtype, context } = request;
  return {
    pass: { batch, sequenceLength, dtype, context },
    ...(predictions !== null && { latencyOf: predictions.of }),
  };
}

/** Whether a constraint is about latency. */
export function isAboutLatency({ quantities }: Pick<Constraint, 'quantities'>): boolean {
  return quantities.includes('latency_ms');
}

/** The fields of a request that constraints look at. */
export function fieldsOfConstraints(
  constraints: readonly Pick<Constraint, 'quantities'>[],
): (keyof QuantityRequest)[] {
  const named = new Set(constraints.flatMap(({ quantities }) => quantities));
  return [
    ...(named.has('memory') ? (['batch', 'sequenceLength', 'dtype', 'context'] as const) : []),
    ...(named.has('latency_ms') ? (['batch', 'sequenceLength', 'threads'] as const) : []),
  ];
}
