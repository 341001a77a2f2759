import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { Truth } from '../../truth/truth.ts';
import { describeSettings } from '../../report/describe-settings.ts';
import { describeTruth } from '../../report/describe-truth.ts';
import { SCHEMA_VERSION, TOOL, type TuneDocument } from '../../report/documents.ts';
import { renderPage } from '../../report/render-page.ts';
import { render } from '../../report/render.ts';
import { tuneReport } from '../../report/tune-report.ts';
import type { ScoreSettings } from '../../scoring/score-settings.ts';
import type { Agreement } from '../../tuning/agreement.ts';
import { formatSettingsFile, SETTINGS_VERSION } from '../../tuning/settings-file.ts';
import { tuneBalance, type Tuning } from '../../tuning/tune-balance.ts';
import type { TuningItem } from '../../tuning/tuning-item.ts';
import { VERSION } from '../../version.ts';
import { engineOf, familyOf, settingsOf, warnOfIgnored } from '../options.ts';
import { openOutputFile, openReport } from '../output-file.ts';
import { warnOfFamilies } from '../warn-of-families.ts';
import { Refusal } from '../../workflows/refusal.ts';
import { scoreInputs } from '../score-inputs.ts';
import { printNote, printResult, printWarnings, wantsColor } from '../terminal.ts';
import { directionOf, openTruth } from '../truth-option.ts';
import { tunePage, type BalancedCandidate } from '../tune-page.ts';
import {
  COMMON,
  describeCommand,
  type CommandValues,
  type OptionGroups,
  type OptionSpecs,
} from '../options/option-spec.ts';
import { ENGINE } from '../options/engine-options.ts';
import { INPUT, EXPERTS, SKIPPING } from '../options/input-options.ts';
import { FORMAT, REPORT } from '../options/output-options.ts';
import { CAPACITIES, BALANCE } from '../options/scoring-options.ts';
import { TRUTH } from '../options/truth-options.ts';
import { TUNING } from '../options/tuning-options.ts';

/** Options that are refused with a reason: tune chooses the balance itself. */
const REFUSED = {
  alpha: { ...BALANCE.alpha, hidden: true },
  balance: { ...BALANCE.balance, hidden: true },
  formula: { ...BALANCE.formula, hidden: true },
} as const satisfies OptionSpecs;

const OPTIONS = {
  [COMMON]: {
    ...TUNING,
    truth: TRUTH.truth,
    ...REPORT,
    ...FORMAT,
    ...SKIPPING,
  },
  'Scoring:': { ...CAPACITIES, ...EXPERTS, ...REFUSED },
  'Ground truth:': TRUTH,
  'Engine:': ENGINE,
  'Input:': INPUT,
} as const satisfies OptionGroups;

type TuneOptions = CommandValues<typeof OPTIONS>;

/** `zerolm tune INPUT...`: a balance for a search space, and how well it orders the unseen. */
export function addTuneCommand(program: Command): void {
  describeCommand(
    program
      .command('tune')
      .description('choose the balance from a few measured qualities')
      .argument('<input...>', 'files with specs, checkpoints, folders of these, or - for stdin'),
    OPTIONS,
    [
      'zerolm tune candidates.ndjson --truth results.csv --out settings.json',
      'zerolm tune candidates.ndjson --strategy label-free --out settings.json',
    ],
  ).action(tune);
}

async function tune(
  inputs: readonly string[],
  options: TuneOptions,
  command: Command,
): Promise<void> {
  for (const name of ['alpha', 'balance', 'formula'] as const) {
    if (options[name] !== undefined) {
      throw Refusal.of(
        `--${name}: tune chooses the coefficients of attention, feedForward and embedding itself: leave it out`,
      );
    }
  }
  const { strategy, correlation, seed, samples, draw, format, out, report } = options;
  const settings = await settingsOf(options);
  if (out !== undefined && report !== undefined && resolve(out) === resolve(report)) {
    throw Refusal.of(`--out "${out}": is the file of --report too; choose another name`);
  }
  if (out !== undefined && inputs.some((input) => resolve(input) === resolve(out))) {
    throw Refusal.of(`--out "${out}": is an input too; choose another name`);
  }
  const settingsOut = out === undefined ? null : await openOutputFile('--out', out, ['.json']);
  const page = report === undefined ? null : await openReport(report);
  const truthSource = await openTruth(options);
  const scored: (Omit<TuningItem, 'quality'> & BalancedCandidate)[] = [];
  const { families } = await scoreInputs(
    inputs,
    options,
    settings,
    engineOf(options),
    truthSource.add,
    ({ id, score: { score, capacity, parameters } }) => {
      scored.push({ id, score, capacity, parameters: parameters.total });
    },
  );
  const truth = truthSource.finish();
  // Without labels there is no quality whose name could tell.
  const direction = truth === null ? 'higher-is-better' : directionOf(truth, options);
  const items = scored.map(({ parameters, ...item }): TuningItem => {
    const quality = truth?.values.get(item.id);
    return quality === undefined ? item : { ...item, quality };
  });
  const found = tuneBalance(items, { strategy, correlation, direction, seed, samples, draw });
  if (!found.ok) {
    throw new Refusal([{ source: truth?.source ?? '', path: '', message: found.reason }]);
  }
  const tuning = found.value;
  warnOfIdle(command, options, truth);
  warnOfFamilies(families);
  printWarnings(tuning.warnings.map((message) => ({ source: '', path: '', message })));
  const described = describeSettings(
    { ...settings, balance: { kind: 'coefficients', coefficients: tuning.coefficients } },
    options.build,
    families,
  );
  const document: TuneDocument = {
    schemaVersion: SCHEMA_VERSION,
    tool: TOOL,
    settings: {
      ...described,
      ...familyOf(options),
      ...(truth !== null && {
        truth: { ...describeTruth(truth), direction },
      }),
      strategy,
      correlation,
      tuningSeed: seed,
      ...(strategy === 'sampling' && { samples, draw }),
    },
    balance: { ...tuning.coefficients },
    alpha: tuning.alpha,
    candidates: items.length,
    labelled: tuning.labelled,
    sample: [...tuning.sample],
    agreements: agreementsOf(tuning),
    ...(tuning.unseen?.folds !== undefined && {
      folds: { folds: tuning.unseen.folds.folds, repeats: tuning.unseen.folds.repeats },
    }),
    sensitivity: tuning.sensitivity.map(({ alpha, agreement }) => ({
      alpha,
      kendallTauB: agreement?.kendallTauB ?? null,
      spearman: agreement?.spearman ?? null,
    })),
    warnings: [...tuning.warnings],
  };
  if (settingsOut !== null) {
    await settingsOut.write(settingsText(inputs, settings, document, options, truth));
  }
  // Before anything is printed: a page that can't be written leaves no output behind.
  if (page !== null) {
    const qualities = truth?.values ?? new Map<string, number>();
    await page.write(await renderPage(tunePage(inputs, document, scored, qualities)));
  }
  const result = tuneReport(document);
  printResult(await render(result, format, wantsColor(process.stdout)));
  if (format === 'csv') {
    for (const sheet of result.others)
      printNote(await render({ ...result, main: sheet, others: [] }, 'table', false));
  }
}

function warnOfIdle(command: Command, { strategy, mode }: TuneOptions, truth: Truth | null): void {
  if (truth === null)
    warnOfIgnored(command, ['lowerIsBetter', 'higherIsBetter'], 'there is no truth');
  if (strategy !== 'sampling') {
    warnOfIgnored(command, ['samples', 'draw'], `${strategy} draws no candidates`);
  }
  if (strategy === 'label-free') {
    warnOfIgnored(command, ['correlation'], 'label-free looks at no quality');
    if (mode === 'expected') warnOfIgnored(command, ['seed'], 'nothing is drawn');
  }
}

function agreementsOf({ seen, unseen }: Tuning): TuneDocument['agreements'] {
  return [
    ...(seen === null ? [] : [{ balance: 'chosen' as const, on: 'seen' as const, ...seen }]),
    ...(unseen === null
      ? []
      : [
          {
            balance: 'chosen' as const,
            on: unseen.how,
            ...unseen.agreement,
            ...(unseen.folds !== undefined && {
              standardDeviation: { ...unseen.folds.standardDeviation },
            }),
          },
          ...(unseen.standard === null
            ? []
            : [{ balance: 'default' as const, on: unseen.how, ...unseen.standard }]),
        ]),
  ];
}

/** What `--settings` reads. */
function settingsText(
  inputs: readonly string[],
  { mode, statistic, initialization, seed, seeds }: ScoreSettings,
  document: TuneDocument,
  options: TuneOptions,
  truth: Truth | null,
): string {
  const { strategy, correlation, build } = options;
  const { balance, labelled, sample, agreements, candidates, settings } = document;
  const of = (seen: boolean): Agreement | null => {
    const row = agreements.find((one) => one.balance === 'chosen' && (one.on === 'seen') === seen);
    return row === undefined
      ? null
      : { n: row.n, kendallTauB: row.kendallTauB, spearman: row.spearman };
  };
  return formatSettingsFile({
    settingsVersion: SETTINGS_VERSION,
    settings: {
      balance,
      capacity: statistic.name,
      initialization,
      mode,
      build,
      ...familyOf(options),
      ...(mode === 'sampled' && { seed, seeds }),
    },
    origin: {
      strategy,
      inputs: [...inputs],
      truth: truth === null ? null : (settings.truth ?? null),
      candidates,
      labelled,
      looked: strategy === 'label-free' ? 0 : strategy === 'sampling' ? sample.length : labelled,
      correlation,
      seed: settings.tuningSeed,
      seen: of(true),
      unseen: of(false),
      version: VERSION,
    },
  });
}
