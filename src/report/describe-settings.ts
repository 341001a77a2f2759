import type { Family } from '../architecture/family.ts';
import type { Build } from '../formats/candidate-format.ts';
import { usesInitializerRange } from '../initialization/initialization-scheme.ts';
import { zerolm } from '../proxies/zerolm.ts';
import { spectralInitialization } from '../proxy-parts/spectral-initialization.ts';
import { DEFAULT_ALPHAS } from '../scoring/balance.ts';
import type { ScoreSettings } from '../scoring/score-settings.ts';
import { titleOfNetworks } from './describe-networks.ts';
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
): Omit<SettingsDocument, 'initializerRange'> {
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
 * a file, and what is joined; or the proxy that scores.
 */
export function titleOfSettings(settings: SettingsDocument): string {
  const { capacity, mode, proxy, settingsFile } = settings;
  if (proxy !== undefined) {
    const { proxy: _, ...own } = settings;
    const parts = proxy.combines?.includes(zerolm.name) === true ? [titleOfSettings(own)] : [];
    return [
      ...titleOfProxy(proxy, settings),
      ...parts.map((part) => `${zerolm.name} ${part}`),
    ].join('\n');
  }
  const how = {
    expected: 'expected',
    sampled: `sampled with ${describeSeeds(settings)}`,
    weights: 'of the weights in the file',
  }[mode];
  return [
    `score: ${titleOfBalance(settings.balance)}`,
    ...(settingsFile === undefined
      ? []
      : [
          `balance: from ${settingsFile.file}, chosen by ${settingsFile.looked} labels (${settingsFile.strategy})`,
        ]),
    [`capacity: ${capacity}, ${how}`, ...describeUnusual(settings)].join(', '),
    ...titleOfRanges(settings),
  ].join('\n');
}

/** The lines of another score than ZeroLM's. */
function titleOfProxy(
  proxy: NonNullable<SettingsDocument['proxy']>,
  settings: SettingsDocument,
): string[] {
  const { name, description, direction, needs, network, sequenceLength } = proxy;
  const sign = direction === 'lower-is-better' ? 'minus ' : '';
  const drawn = needs === 'weights' ? [`weights drawn with ${describeSeeds(proxy)}`] : [];
  const draws = needs !== 'shapes' || Object.hasOwn(proxy.settings, spectralInitialization.name);
  return [
    [`score: ${sign}${name}, ${description}`, ...drawn, ...describeUnusual(settings)].join(', '),
    ...(network === undefined ? [] : [titleOfNetworks(network, sequenceLength)]),
    ...(draws ? titleOfRanges(settings) : []),
  ];
}

function describeSeeds({ seed = 0, seeds = 1 }: Pick<SettingsDocument, 'seed' | 'seeds'>): string {
  return seeds === 1 ? `seed ${seed}` : `seeds ${seed} to ${seed + seeds - 1}`;
}

/** How candidates are read and initialized, where that is not as usual. */
function describeUnusual({ build, experts, initialization }: SettingsDocument): string[] {
  return [
    ...(initialization === 'normal' ? [] : [`${initialization} initialization`]),
    ...(build === 'default' ? [] : [`${build} build`]),
    ...(experts === 'routed' ? ['of the experts that a token is routed to'] : []),
  ];
}

/** A line where candidates declare initializer ranges that differ; none under other schemes. */
function titleOfRanges({
  initialization,
  initializerRange,
  declaredRanges,
}: SettingsDocument): string[] {
  if (declaredRanges === undefined || !usesInitializerRange(initialization)) return [];
  const { least, most, others } = declaredRanges;
  const declared = least === most ? `${least} is` : `${least} to ${most} are`;
  return [
    initializerRange === 'declared'
      ? `initializer range: of each candidate its own, ${least} to ${most}`
      : `initializer range: ${initializerRange} for all; ${declared} declared, by ${others} another`,
  ];
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
