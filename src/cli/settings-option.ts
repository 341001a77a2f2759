import type { Command } from 'commander';
import type { Problem } from '../problem.ts';
import type { BalanceOrigin } from '../scoring/score-settings.ts';
import { readSettingsFile } from '../tuning/settings-file.ts';
import { statisticOf } from './options.ts';
import { Refusal } from '../workflows/refusal.ts';
import { printWarnings } from './terminal.ts';

/** Options that say the balance, of which one is enough. */
const BALANCE_OPTIONS = ['alpha', 'balance', 'formula'];

/**
 * Takes the settings of a file for every option of a command that was not given.
 * An option that was given goes before the file; where it says something else, a warning says so,
 * since the balance was chosen with what the file says.
 */
export async function applySettingsFile(command: Command, file: string): Promise<void> {
  const read = await readSettingsFile(file);
  if (!read.ok) throw new Refusal(read.reason);
  const { settings, origin } = read.value;
  const { balance: coefficients, experts = 'all', ...rest } = settings;
  const others = { ...rest, experts };
  const warnings: Problem[] = [];
  const isGiven = (name: string): boolean => command.getOptionValueSource(name) === 'cli';
  const flagOf = (name: string): string =>
    command.options.find((option) => option.attributeName() === name)?.long ?? name;

  const given = BALANCE_OPTIONS.find(isGiven);
  if (!isGiven('capacity')) await checkCapacity(settings.capacity, file);
  // An expected score has no seed: those of the file go with its mode.
  const sampled = (isGiven('mode') ? command.getOptionValue('mode') : settings.mode) === 'sampled';
  for (const [name, value] of Object.entries(others)) {
    if (value === undefined || !knows(command, name)) continue;
    if (!sampled && (name === 'seed' || name === 'seeds')) continue;
    if (!isGiven(name)) {
      command.setOptionValueWithSource(name, value, 'config');
    } else if (command.getOptionValue(name) !== value) {
      warnings.push({
        source: flagOf(name),
        path: '',
        message: `overrides ${file}, which says ${String(value)}${given === undefined ? ': its balance was chosen with that' : ''}`,
      });
    }
  }
  if (given === undefined) {
    const from: BalanceOrigin = { file, ...origin };
    command.setOptionValueWithSource('balance', coefficients, 'config');
    command.setOptionValueWithSource('origin', from, 'config');
  } else {
    const message = `overrides the balance of ${file}`;
    warnings.push({ source: flagOf(given), path: '', message });
  }
  printWarnings(warnings);
}

/** Refuses a statistic that there is none of, by its place in the file. */
async function checkCapacity(capacity: string, file: string): Promise<void> {
  try {
    await statisticOf(capacity);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new Refusal(
      error.problems.map((problem) => ({ ...problem, source: file, path: 'settings.capacity' })),
    );
  }
}

function knows(command: Command, name: string): boolean {
  return command.options.some((option) => option.attributeName() === name);
}
