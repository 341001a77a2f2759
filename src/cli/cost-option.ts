import type { Command } from 'commander';
import type { CostedModel, CostSetting, CostSettings } from '../costs/cost.ts';
import { COUNTED_COSTS, type CostName } from '../costs/registry.ts';
import type { RankDocument } from '../report/documents.ts';
import type { Result } from '../result.ts';
import { warnOfIgnored } from './options.ts';

/** The options of a cost. */
export interface CostOptions extends CostSettings {
  readonly cost?: CostName;
}

/** A cost that was asked for. */
export interface ChosenCost {
  /** As the settings of a document carry it. */
  readonly settings: NonNullable<RankDocument['settings']['cost']>;
  /** What it is, as `memory`. */
  readonly subject: string;
  readonly unit: string;
  readonly count: (model: CostedModel) => Result<number>;
  /** A cost as an entry carries it. */
  readonly priceOf: (value: number) => NonNullable<RankDocument['ranking'][number]['cost']>;
}

/** The cost that was asked for; null where none was. Warns of options that change nothing of it. */
export function chosenCost(options: CostOptions, command: Command): ChosenCost | null {
  const { cost: name, batch, sequenceLength } = options;
  if (name === undefined) {
    warnOfIgnored(command, ['batch', 'sequenceLength'], 'there is no --cost');
    return null;
  }
  const { unit, subject, dependsOn, count } = COUNTED_COSTS[name];
  const depends = (setting: CostSetting): boolean => dependsOn.includes(setting);
  const all: readonly CostSetting[] = ['batch', 'sequenceLength'];
  warnOfIgnored(
    command,
    all.filter((setting) => !depends(setting)),
    `${name} does not depend on it`,
  );
  return {
    settings: {
      name,
      unit,
      ...(depends('batch') && { batch }),
      ...(depends('sequenceLength') && { sequenceLength }),
    },
    subject,
    unit,
    count: (model) => count(model, { batch, sequenceLength }),
    priceOf: (value) => ({ name, unit, value }),
  };
}
