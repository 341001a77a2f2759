import { availableParallelism } from 'node:os';
import type { Command } from 'commander';
import type { ExpertCount } from '../architecture/architecture.ts';
import { CAPACITY_VARIABLES, formulaStatistic } from '../capacity/formula-statistic.ts';
import type { MatrixStatistic } from '../capacity/matrix-statistic.ts';
import { STATISTICS, statisticNamed } from '../capacity/statistics.ts';
import type { EngineOptions } from '../engine/engine-options.ts';
import type { LtsFamily } from '../formats/candidate-format.ts';
import { distributionOf } from '../initialization/initialization-scheme.ts';
import { MAX_SEED } from '../initialization/weight-stream.ts';
import { nearestName } from '../nearest-name.ts';
import { alphaBalance, formulaBalance, type Balance } from '../scoring/balance.ts';
import type { BalanceOrigin, ScoreSettings } from '../scoring/score-settings.ts';
import { Refusal } from '../workflows/refusal.ts';
import type { ENGINE } from './options/engine-options.ts';
import type { EXPERTS, INPUT } from './options/input-options.ts';
import type { ValuesOf } from './options/option-spec.ts';
import type { SCORING } from './options/scoring-options.ts';
import { printWarnings } from './terminal.ts';

const capacityNames = STATISTICS.map(({ name }) => name);

/** The options of a score, and where the balance of `--settings` comes from. */
export type ScoreOptions = ValuesOf<
  typeof SCORING & typeof INPUT & typeof EXPERTS & typeof ENGINE
> & {
  readonly origin?: BalanceOrigin;
};

/** Warns of options that were given, by their names in the code, and that change nothing. */
export function warnOfIgnored(command: Command, names: readonly string[], reason: string): void {
  const given = command.options.filter(
    (option) =>
      names.includes(option.attributeName()) &&
      command.getOptionValueSource(option.attributeName()) === 'cli',
  );
  printWarnings(
    given.map(({ long }) => ({ source: long ?? '', path: '', message: `ignored: ${reason}` })),
  );
}

/** The family and the experts that were asked for, as the settings of a document carry them. */
export function familyOf({
  family,
  experts,
}: {
  readonly family?: LtsFamily;
  readonly experts?: ExpertCount;
}): { family?: LtsFamily; experts?: ExpertCount } {
  return {
    ...(family !== undefined && { family }),
    ...(experts === 'routed' && { experts }),
  };
}

/** The settings that the options ask for; refuses what does not go together. */
export async function settingsOf(options: ScoreOptions): Promise<ScoreSettings> {
  const { mode, initialization, seed, seeds, origin } = options;
  if (mode !== 'sampled' && seeds > 1) {
    const which =
      mode === 'expected' ? 'an expected score has' : 'the weights of a checkpoint have';
    throw Refusal.of(`--seeds: ${which} no seed; add --mode sampled`);
  }
  if (seed > MAX_SEED - (seeds - 1))
    throw Refusal.of(`--seeds: the last seed is beyond ${MAX_SEED}`);
  const statistic = await statisticOf(options.capacity);
  if (mode === 'expected') {
    // Whether there is a closed form depends on the scheme alone, so any matrix answers for all,
    // and the refusal comes once and not for every candidate.
    const context = { scheme: initialization, initializerRange: 1, residualAdditions: 1 };
    const distribution = distributionOf({ shape: [2, 2], writesResidual: false }, context);
    const closedForm = statistic.expected({ rows: 2, cols: 2 }, distribution);
    if (!closedForm.ok) {
      throw Refusal.of(`--capacity ${statistic.name}: ${closedForm.reason}; add --mode sampled`);
    }
  }
  return {
    mode,
    statistic,
    initialization,
    balance: await balanceOf(options),
    seed,
    seeds,
    ...(origin !== undefined && { origin }),
  };
}

/** How the work is to be done. */
export function engineOf({ jobs, cache, cacheDir, mode }: ScoreOptions): EngineOptions {
  if (!cache && cacheDir !== undefined) {
    throw Refusal.of('--no-cache and --cache-dir contradict each other: leave one out');
  }
  if (mode !== 'sampled' && cacheDir !== undefined) {
    const reason =
      mode === 'expected'
        ? 'an expected score measures no weights'
        : 'measurements of drawn weights alone are kept';
    printWarnings([{ source: '--cache-dir', path: '', message: `ignored: ${reason}` }]);
  }
  return {
    jobs: jobs ?? availableParallelism(),
    cache,
    ...(cacheDir !== undefined && { cacheDirectory: cacheDir }),
    onWarning: (message) => {
      printWarnings([{ source: '', path: '', message }]);
    },
  };
}

/** The capacity statistic of a name or a formula; refuses what is neither. */
export async function statisticOf(text: string): Promise<MatrixStatistic> {
  const named = statisticNamed(text);
  if (named !== undefined) return named;
  const known: readonly string[] = CAPACITY_VARIABLES;
  if (/^[a-z][\w-]*$/i.test(text) && !known.includes(text)) {
    const nearest = nearestName(text, capacityNames);
    const hint = nearest === undefined ? '' : `; did you mean ${nearest}?`;
    throw Refusal.of(
      `--capacity "${text}": expected ${capacityNames.join(', ')}, or a formula${hint}`,
    );
  }
  const formula = await formulaStatistic(text);
  if (!formula.ok) throw Refusal.of(`--capacity "${text}": ${formula.reason}`);
  return formula.value;
}

async function balanceOf({ alpha, balance, formula }: ScoreOptions): Promise<Balance | null> {
  if (formula !== undefined) {
    const compiled = await formulaBalance(formula);
    if (!compiled.ok) throw Refusal.of(`--formula "${formula}": ${compiled.reason}`);
    return compiled.value;
  }
  if (balance !== undefined) return { kind: 'coefficients', coefficients: balance };
  return alpha === undefined ? null : alphaBalance(alpha);
}
