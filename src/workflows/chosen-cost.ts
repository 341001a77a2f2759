import type { CostedModel, CostSetting } from '../costs/cost.ts';
import type { Dtype } from '../costs/dtype.ts';
import { COSTS, type CostName } from '../costs/registry.ts';
import { findForwardProblem } from '../forward/find-forward-problem.ts';
import { DEFAULT_LATENCY_SETTINGS, type LatencySettings } from '../latency/latency-settings.ts';
import type { RankDocument } from '../report/documents/rank-document.ts';
import { failure, success, type Result } from '../result.ts';
import type { WorkflowRun } from './define-workflow.ts';
import { warnOfIgnored } from './ignored-options.ts';
import { describeTable, type Predictions } from './latency-predictions.ts';
import { Refusal } from './refusal.ts';
import type { ScoredModel } from './score-inputs.ts';
import {
  latencySettingsOf,
  machineWithRuntime,
  TIMING_FIELDS,
  warnOfExperts,
  warnOfNoise,
  type TimingRequest,
} from './timing.ts';

/** What a cost is looked up in, and what else looks at the fields of a request. */
export interface CostSources {
  /** Latencies; null where they are measured. */
  readonly predictions: Predictions | null;
  readonly used: readonly string[];
}

/** Nothing of either. */
export const NO_SOURCES: CostSources = { predictions: null, used: [] };

/** The cost that scores are compared with, and how it is counted or measured. */
export interface CostRequest extends Omit<TimingRequest, 'seed'> {
  readonly cost?: CostName;
  /** The highest cost of a candidate that is ranked; any if absent. */
  readonly maxCost?: number;
  /** The type of the weights, where the cost is their memory. */
  readonly dtype?: Dtype;
  /** Tokens of which a decoder keeps keys and values, where the cost is its memory. */
  readonly context?: number;
  /** How many candidates are measured, the best by score, where the cost is a measured one. */
  readonly measure?: number;
}

/** Candidates that are measured where no number is asked for. */
export const DEFAULT_MEASURED = 20;

/** A cost as an entry of a ranking carries it. */
export type EntryCost = NonNullable<RankDocument['ranking'][number]['cost']>;

/** Costs that were measured. */
export interface MeasuredCosts {
  readonly costs: readonly EntryCost[];
  /** Groups that were measured one after another. */
  readonly groups: number;
}

/** A cost that was asked for. */
export interface ChosenCost {
  /** As the settings of a document carry it. */
  readonly settings: NonNullable<RankDocument['settings']['cost']>;
  /** What it is, as `memory`. */
  readonly subject: string;
  readonly unit: string;
  /** The cost of a model; null where it is measured later; a failure where it has none. */
  readonly count: (model: CostedModel) => Result<EntryCost | null>;
  /** How many candidates are measured at most; null where costs are counted. */
  readonly measured: number | null;
  /** The costs of models whose count was null, in their order. */
  readonly measure: (
    models: readonly Pick<ScoredModel<unknown>, 'id' | 'architecture'>[],
  ) => Promise<MeasuredCosts>;
}

/**
 * The cost that a request names; null where it names none. Warns of fields that don't affect it;
 * refuses a cost that can't be measured on this machine.
 *
 * @param sources of latencies, and fields that something else of the request looks at
 */
export async function chooseCost(
  request: CostRequest,
  seed: number,
  run: WorkflowRun,
  { predictions, used }: CostSources = NO_SOURCES,
): Promise<ChosenCost | null> {
  const { cost: name } = request;
  const pass: readonly CostSetting[] = ['batch', 'sequenceLength', 'dtype', 'context'];
  if (name === undefined) {
    if (request.maxCost !== undefined) {
      throw Refusal.of('--max-cost: no cost was asked for; add --cost');
    }
    const idle = [...pass, ...TIMING_FIELDS, 'measure'] as const;
    warnOfIgnored(request, unusedBy(idle, used), 'there is no --cost', run.warn);
    return null;
  }
  const cost = COSTS[name];
  const { unit, subject, dependsOn } = cost;
  const idle = [
    ...pass.filter((setting) => !dependsOn.includes(setting)),
    ...('count' in cost || predictions !== null ? ([...TIMING_FIELDS, 'measure'] as const) : []),
  ];
  warnOfIgnored(request, unusedBy(idle, used), `${name} does not depend on it`, run.warn);
  const { batch, sequenceLength } = { ...DEFAULT_LATENCY_SETTINGS, ...request };
  const { maxCost, measure = DEFAULT_MEASURED, dtype, context } = request;
  const numbers = {
    ...(dtype !== undefined && { dtype }),
    ...(context !== undefined && { context }),
  };
  const settings = {
    name,
    unit,
    ...(dependsOn.includes('batch') && { batch }),
    ...(dependsOn.includes('sequenceLength') && { sequenceLength }),
    ...(dependsOn.includes('dtype') && numbers),
    ...(maxCost !== undefined && { max: maxCost }),
  };
  if (!('count' in cost) && predictions !== null) {
    return predictedCost(predictions, { settings, subject, unit });
  }
  if (!('count' in cost)) {
    const timing = latencySettingsOf({ ...request, seed }, run.warn);
    const limited = { ...settings, measured: measure };
    return measuredCost(timing, { settings: limited, subject, unit, measured: measure }, run);
  }
  return {
    settings,
    subject,
    unit,
    count: (model) => {
      const counted = cost.count(model, { batch, sequenceLength, ...numbers });
      return counted.ok ? success({ name, unit, value: counted.value }) : counted;
    },
    ...COUNTED,
  };
}

/** Latencies that follow from a table: sums, as any cost that is counted. */
function predictedCost(
  predictions: Predictions,
  facts: Pick<ChosenCost, 'settings' | 'subject' | 'unit'>,
): ChosenCost {
  const { batch, sequenceLength } = predictions.table.settings;
  const { name, unit } = facts.settings;
  return {
    ...facts,
    settings: { ...facts.settings, batch, sequenceLength, table: describeTable(predictions) },
    count: ({ architecture }) => {
      if (architecture === null) return failure('a checkpoint does not say how it is run');
      const predicted = predictions.of(architecture);
      return predicted.ok ? success({ name, unit, value: predicted.value }) : predicted;
    },
    ...COUNTED,
  };
}

/** What a cost that is counted has in the place of a measurement. */
const COUNTED: Pick<ChosenCost, 'measured' | 'measure'> = {
  measured: null,
  measure: () => Promise.resolve({ costs: [], groups: 1 }),
};

function unusedBy<Field extends string>(
  fields: readonly Field[],
  used: readonly string[],
): readonly Field[] {
  return fields.filter((field) => !used.includes(field));
}

async function measuredCost(
  settings: LatencySettings,
  facts: Pick<ChosenCost, 'settings' | 'subject' | 'unit' | 'measured'>,
  { warn, step }: WorkflowRun,
): Promise<ChosenCost> {
  const { threads, warmUp, repeats, sequenceLength } = settings;
  const machine = await machineWithRuntime();
  // Loaded only for a measurement: no other cost needs a thread.
  const { measureInThread } = await import('../latency/latency-thread.ts');
  const { name } = facts.settings;
  return {
    ...facts,
    settings: { ...facts.settings, timing: { threads, warmUp, repeats, machine } },
    count: ({ architecture }) => {
      if (architecture === null) return failure('a checkpoint does not say how it is run');
      const problem = findForwardProblem(architecture, sequenceLength);
      return problem === null ? success(null) : failure(problem);
    },
    measure: async (models) => {
      const items = models.flatMap(({ id, architecture }) =>
        architecture === null ? [] : [{ id, architecture }],
      );
      const measured = await measureInThread(items, settings, step('took', 'steps'));
      if (!measured.ok) throw Refusal.of(measured.reason);
      const { times, groups } = measured.value;
      warnOfNoise(times, warn);
      warnOfExperts(
        items.map(({ architecture }) => architecture),
        warn,
      );
      const { unit } = facts;
      const costs = times.map(({ median: value, quartiles }) => ({ name, unit, value, quartiles }));
      return { costs, groups };
    },
  };
}
