import type { Command } from 'commander';
import type { CostedModel, CostSetting } from '../costs/cost.ts';
import { COSTS } from '../costs/registry.ts';
import type { RankDocument } from '../report/documents.ts';
import { failure, success, type Result } from '../result.ts';
import { latencySettingsOf, machineWithRuntime, TIMING_OPTIONS } from './latency-option.ts';
import type { COST } from './options/cost-options.ts';
import type { ValuesOf } from './options/option-spec.ts';
import type { DRAWING } from './options/scoring-options.ts';
import { warnOfIgnored } from './options.ts';
import { Refusal } from '../workflows/refusal.ts';
import type { ScoredModel } from './score-inputs.ts';
import { withProgress } from './terminal.ts';
import { warnOfNoise } from './warn-of-noise.ts';

/** The options of a cost, and the seed of what is measured. */
type CostOptions = ValuesOf<typeof COST & Pick<typeof DRAWING, 'seed'>>;

/** A cost as an entry of a ranking carries it. */
export type EntryCost = NonNullable<RankDocument['ranking'][number]['cost']>;

/** A cost that was asked for. */
export interface ChosenCost {
  /** As the settings of a document carry it. */
  readonly settings: NonNullable<RankDocument['settings']['cost']>;
  /** What it is, as `memory`. */
  readonly subject: string;
  readonly unit: string;
  /** The cost of a model; null where that is found out later; a failure where it has none. */
  readonly count: (model: CostedModel) => Result<EntryCost | null>;
  /** The costs of models that had null, in their order. */
  readonly measure: (models: readonly ScoredModel[]) => Promise<readonly EntryCost[]>;
}

/**
 * The cost that was asked for; null where none was. Warns of options that change nothing of it;
 * refuses one that can't be measured on this machine.
 */
export async function chosenCost(
  options: CostOptions,
  command: Command,
): Promise<ChosenCost | null> {
  const { cost: name, batch, sequenceLength } = options;
  if (name === undefined) {
    const all = ['batch', 'sequenceLength', ...TIMING_OPTIONS];
    warnOfIgnored(command, all, 'there is no --cost');
    return null;
  }
  const cost = COSTS[name];
  const { unit, subject } = cost;
  const depends = (setting: CostSetting): boolean => cost.dependsOn.includes(setting);
  const pass: readonly CostSetting[] = ['batch', 'sequenceLength'];
  const idle = [
    ...pass.filter((setting) => !depends(setting)),
    ...('count' in cost ? TIMING_OPTIONS : []),
  ];
  warnOfIgnored(command, idle, `${name} does not depend on it`);
  const settings = {
    name,
    unit,
    ...(depends('batch') && { batch }),
    ...(depends('sequenceLength') && { sequenceLength }),
  };
  if (!('count' in cost)) return measuredCost(options, { settings, subject, unit });
  return {
    settings,
    subject,
    unit,
    count: (model) => {
      const counted = cost.count(model, { batch, sequenceLength });
      return counted.ok ? success({ name, unit, value: counted.value }) : counted;
    },
    measure: () => Promise.resolve([]),
  };
}

async function measuredCost(
  options: CostOptions,
  facts: Pick<ChosenCost, 'settings' | 'subject' | 'unit'>,
): Promise<ChosenCost> {
  const settings = latencySettingsOf(options);
  const { threads, warmUp, repeats, sequenceLength } = settings;
  const machine = { ...(await machineWithRuntime()) };
  // Loaded for those who measure: no other cost has a graph.
  const { findForwardProblem } = await import('../forward/find-forward-problem.ts');
  const { measureLatencies } = await import('../latency/measure-latencies.ts');
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
      const measured = await withProgress((onProgress) =>
        measureLatencies(items, settings, onProgress),
      );
      if (!measured.ok) throw Refusal.of(measured.reason);
      warnOfNoise(measured.value);
      return measured.value.map(({ median: value, quartiles: [low, high] }) => ({
        name,
        unit: facts.unit,
        value,
        quartiles: [low, high],
      }));
    },
  };
}
