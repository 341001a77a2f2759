import type { Family } from '../architecture/architecture.ts';
import type { Build } from '../formats/candidate-format.ts';
import { DEFAULT_ALPHAS } from '../scoring/balance.ts';
import type { ScoreSettings } from '../scoring/score-settings.ts';
import type { ScoreDocument } from './documents/score-document.ts';

type SettingsDocument = ScoreDocument['settings'];

/**
 * The settings of a score as a document carries them.
 *
 * @param families the families among the candidates, for which a default balance is spelled out
 */
export function describeSettings(
  settings: ScoreSettings,
  build: Build,
  families: Iterable<Family>,
): SettingsDocument {
  const { mode, statistic, initialization, seed, seeds, origin } = settings;
  return {
    build,
    initialization,
    mode,
    capacity: statistic.name,
    balance: describeBalance(settings, families),
    ...(mode === 'sampled' && { seed, seeds }),
    ...(origin !== undefined && { settingsFile: origin }),
  };
}

function describeBalance(
  { balance }: ScoreSettings,
  families: Iterable<Family>,
): SettingsDocument['balance'] {
  switch (balance?.kind) {
    case undefined:
      return {
        default: Object.fromEntries(
          [...new Set(families)].map((name) => [name, DEFAULT_ALPHAS[name]]),
        ),
      };
    case 'coefficients':
      return balance.coefficients;
    case 'formula':
      return { formula: balance.formula.text };
  }
}

/**
 * The settings as the title of a table: how scores are joined, where the balance comes from if from
 * a file, and what is joined.
 */
export function titleOfSettings(settings: SettingsDocument): string {
  const { build, experts, initialization, mode, capacity, seed = 0, seeds = 1 } = settings;
  const { settingsFile } = settings;
  const how = {
    expected: 'expected',
    sampled: `sampled with ${seeds === 1 ? `seed ${seed}` : `seeds ${seed} to ${seed + seeds - 1}`}`,
    weights: 'of the weights in the file',
  }[mode];
  return [
    `score: ${titleOfBalance(settings.balance)}`,
    ...(settingsFile === undefined
      ? []
      : [
          `balance: from ${settingsFile.file}, chosen by ${settingsFile.looked} labels (${settingsFile.strategy})`,
        ]),
    [
      `capacity: ${capacity}, ${how}`,
      ...(initialization === 'normal' ? [] : [`${initialization} initialization`]),
      ...(build === 'declared' ? [] : [`${build} build`]),
      ...(experts === 'routed' ? ['of the experts that a token is routed to'] : []),
    ].join(', '),
  ].join('\n');
}

function titleOfBalance(balance: SettingsDocument['balance']): string {
  if ('formula' in balance) return balance.formula;
  if ('default' in balance) {
    return Object.entries(balance.default)
      .map(([family, { alpha }]) => `alpha ${alpha} (${family} default)`)
      .join(', ');
  }
  const { attention, feedForward, embedding } = balance;
  return [
    `${attention} attention`,
    signed(feedForward, 'feed-forward'),
    ...(embedding === 0 ? [] : [signed(embedding, 'embedding')]),
  ].join(' ');
}

function signed(coefficient: number, name: string): string {
  return `${coefficient < 0 ? '-' : '+'} ${Math.abs(coefficient)} ${name}`;
}

/** Whether the embedding's capacity has a part in the score. */
export function countsEmbedding(balance: SettingsDocument['balance']): boolean {
  if ('formula' in balance) return true;
  return !('default' in balance) && balance.embedding !== 0;
}
