import type { Command } from 'commander';
import type { Correlation } from '../../evaluation/correlation.ts';
import { evaluateScores } from '../../evaluation/evaluate-scores.ts';
import type { Truth } from '../../truth/truth.ts';
import { describeSettings } from '../../report/describe-settings.ts';
import { describeTruth } from '../../report/describe-truth.ts';
import { SCHEMA_VERSION, TOOL, type RankDocument } from '../../report/documents.ts';
import { rankExtras, rankReport } from '../../report/rank-report.ts';
import { ndjsonLines } from '../../report/render-ndjson.ts';
import { renderPage } from '../../report/render-page.ts';
import { render } from '../../report/render.ts';
import { success } from '../../result.ts';
import { compareIds, type Ranked } from '../../scoring/rank-by-score.ts';
import { chosenCost, type EntryCost } from '../cost-option.ts';
import { engineOf, familyOf, settingsOf, warnOfIgnored } from '../options.ts';

import { openReport } from '../output-file.ts';
import { warnOfFamilies } from '../warn-of-families.ts';
import { printResultLines } from '../print-lines.ts';
import { rankPage, rankPlot, type RankedPoint } from '../rank-page.ts';
import { Refusal } from '../../workflows/refusal.ts';
import { RankedCandidates, type RankedEntry } from '../ranked-candidates.ts';
import { scoreInputs, type ScoredModel } from '../score-inputs.ts';
import { printNote, printResult, printWarnings, wantsColor } from '../terminal.ts';
import { directionOf, openTruth } from '../truth-option.ts';
import {
  COMMON,
  describeCommand,
  type CommandValues,
  type OptionGroups,
} from '../options/option-spec.ts';
import { COST } from '../options/cost-options.ts';
import { ENGINE } from '../options/engine-options.ts';
import { INPUT, EXPERTS, SKIPPING } from '../options/input-options.ts';
import { FORMAT, REPORT, PLOT } from '../options/output-options.ts';
import { RANKING } from '../options/ranking-options.ts';
import { SCORING } from '../options/scoring-options.ts';
import { TRUTH, INTERVALS } from '../options/truth-options.ts';

const OPTIONS = {
  [COMMON]: {
    truth: TRUTH.truth,
    ...RANKING,
    cost: COST.cost,
    alpha: SCORING.alpha,
    settings: SCORING.settings,
    ...REPORT,
    ...FORMAT,
    ...SKIPPING,
  },
  'Scoring:': { ...SCORING, ...EXPERTS },
  'Ground truth:': { ...TRUTH, ...INTERVALS },
  'Cost:': COST,
  'Engine:': ENGINE,
  'Input:': INPUT,
  'Output:': PLOT,
} as const satisfies OptionGroups;

type RankOptions = CommandValues<typeof OPTIONS>;

type Entry = RankDocument['ranking'][number];

/** `zerolm rank INPUT...`: all candidates by score, and how that agrees with the truth. */
export function addRankCommand(program: Command): void {
  describeCommand(
    program
      .command('rank')
      .description('rank candidates, and compare with measured quality')
      .argument('<input...>', 'files with specs, checkpoints, folders of these, or - for stdin'),
    OPTIONS,
    [
      'zerolm rank candidates.ndjson --top 10',
      'zerolm rank my-models/ --truth results.csv --report ranking.html',
    ],
  ).action(rank);
}

async function rank(
  inputs: readonly string[],
  options: RankOptions,
  command: Command,
): Promise<void> {
  const settings = await settingsOf(options);
  const cost = await chosenCost(options, command);
  if (options.sort === 'cost' && cost === null) {
    throw Refusal.of('--sort cost: no cost was asked for; add --cost');
  }
  const { build, top, sort, seed, resamples, format, plot = false } = options;
  const page = options.report === undefined ? null : await openReport(options.report);
  const truthSource = await openTruth(options);
  const points: RankedPoint[] = [];
  const ranked = new RankedCandidates(top);
  const unmeasured: ScoredModel[] = [];
  const take = ({ id, index, score }: ScoredModel, price: EntryCost | null): void => {
    if (page !== null || plot) {
      const { score: value, capacity, parameters } = score;
      points.push({ id, score: value, cost: price?.value ?? parameters.total, capacity });
    }
    ranked.take(id, index, score, price);
  };
  const { count, families, idAt } = await scoreInputs(
    inputs,
    options,
    settings,
    engineOf(options),
    truthSource.add,
    (model) => {
      const { architecture, score } = model;
      if (cost === null) {
        take(model, null);
        return success(null);
      }
      const counted = cost.count({ architecture, parameters: score.parameters.total });
      if (!counted.ok) return counted;
      if (counted.value === null) unmeasured.push(model);
      else take(model, counted.value);
      return success(null);
    },
  );
  warnOfFamilies(families);
  const truth = truthSource.finish();
  if (truth === null) {
    if (sort === 'truth') throw Refusal.of('--sort truth: no candidate has a measured quality');
    const idle = settings.mode === 'sampled' ? [] : ['seed'];
    warnOfIgnored(
      command,
      ['lowerIsBetter', 'higherIsBetter', 'resamples', 'plot', ...idle],
      'there is no truth',
    );
  } else if (format !== 'table') {
    warnOfIgnored(command, ['plot'], 'only a table has a plot under it');
  }
  const prices = cost === null || unmeasured.length === 0 ? [] : await cost.measure(unmeasured);
  for (const [index, price] of prices.entries()) {
    const model = unmeasured[index];
    if (model !== undefined) take(model, price);
  }
  const withTruth = (entries: readonly Ranked<RankedEntry>[]): Entry[] =>
    entries.map(({ rank: place, cost: price, front, ...entry }) => {
      const quality = truth?.values.get(entry.id);
      return {
        rank: place,
        ...entry,
        ...(quality !== undefined && { truth: quality }),
        ...(price !== undefined && { cost: price }),
        ...(front !== undefined && { front }),
      };
    });
  const evaluation =
    truth === null ? null : evaluate(ratedItems(count, idAt, ranked, truth), truth, options);
  const { entries: frontEntries, ...counts } = ranked.front();
  const document: RankDocument = {
    schemaVersion: SCHEMA_VERSION,
    tool: TOOL,
    settings: {
      ...describeSettings(settings, build, families),
      ...familyOf(options),
      ...(truth !== null &&
        evaluation !== null && {
          truth: { ...describeTruth(truth), bootstrap: { seed, resamples } },
        }),
      ...(top !== undefined && { top }),
      sort,
      ...(cost !== null && { cost: cost.settings }),
    },
    ranking: listed(withTruth(ranked.ranking()), options, truth),
    ...(cost !== null && { front: { ...counts, entries: withTruth(frontEntries) } }),
    ...(evaluation !== null && { evaluation }),
  };
  const qualities = truth?.values ?? new Map<string, number>();
  // Before anything is printed: a page that can't be written leaves no output behind.
  if (page !== null) {
    await page.write(await renderPage(rankPage(inputs, document, { points, cost }, qualities)));
  }
  if (format === 'ndjson') {
    const { ranking: items } = document;
    const extras = rankExtras(document);
    await printResultLines(ndjsonLines({ document, rowName: 'entry', items, extras }));
    return;
  }
  const report = rankReport(document);
  printResult(await render(report, format, wantsColor(process.stdout)));
  if (format === 'csv') {
    for (const sheet of report.others)
      printNote(await render({ ...report, main: sheet, others: [] }, 'table', false));
  }
  if (plot && format === 'table') printResult(rankPlot(document, points, qualities));
}

/** A candidate as far as the agreement of score and truth goes. */
interface RatedItem {
  readonly id: string;
  readonly score: number;
  readonly truth?: number;
}

function ratedItems(
  count: number,
  idAt: (index: number) => string,
  candidates: RankedCandidates,
  truth: Truth,
): RatedItem[] {
  const items: RatedItem[] = [];
  for (let index = 0; index < count; index++) {
    const score = candidates.scoreAt(index);
    if (score === undefined) continue;
    const id = idAt(index);
    const quality = truth.values.get(id);
    items.push({ id, score, ...(quality !== undefined && { truth: quality }) });
  }
  return items;
}

function evaluate(
  rated: readonly RatedItem[],
  truth: Truth,
  options: RankOptions,
): NonNullable<RankDocument['evaluation']> | null {
  const { seed, resamples, truth: file } = options;
  // The intervals resample the items by their place, so that place may not depend on the scores.
  const items = rated.toSorted((a, b) => compareIds(a.id, b.id));
  const known = items.flatMap(({ score, truth: quality }) =>
    quality === undefined ? [] : [{ score, quality }],
  );
  const result = evaluateScores({
    scores: known.map(({ score }) => score),
    truth: known.map(({ quality }) => quality),
    direction: directionOf(truth, options),
    seed,
    resamples,
  });
  if (!result.ok) {
    const problem = { source: truth.source, path: '', message: result.reason };
    if (typeof file === 'string') throw new Refusal([problem]);
    printWarnings([problem]);
    return null;
  }
  const { n, direction, spearman, kendallTauB, tiedScores, warnings } = result.value;
  printWarnings(warnings.map((message) => ({ source: '', path: '', message })));
  return {
    n,
    direction,
    spearman: correlationDocument(spearman),
    kendallTauB: correlationDocument(kendallTauB),
    tiedScores,
    missingTruth: items.filter((item) => item.truth === undefined).map(({ id }) => id),
  };
}

type CorrelationDocument = NonNullable<RankDocument['evaluation']>['spearman'];

function correlationDocument({ value, ci95, p }: Correlation): CorrelationDocument {
  return { value, ci95: ci95 === null ? null : [...ci95], p };
}

/** The ranking as it is listed: cut to the best, then in the order that was asked for. */
function listed(ranked: readonly Entry[], options: RankOptions, truth: Truth | null): Entry[] {
  const { top, sort } = options;
  const lowerIsBetter = truth !== null && directionOf(truth, options) === 'lower-is-better';
  const best = top === undefined ? [...ranked] : ranked.slice(0, top);
  if (sort === 'score') return best;
  if (sort === 'id') return best.sort((a, b) => compareIds(a.id, b.id));
  const keyOf = (entry: Entry): number => {
    switch (sort) {
      case 'truth':
        // The best first; without a truth, last.
        return entry.truth === undefined ? -Infinity : lowerIsBetter ? -entry.truth : entry.truth;
      case 'parameters':
        return entry.parameters.total;
      case 'cost':
        // The cheapest first.
        return -(entry.cost?.value ?? Infinity);
      case 'attention':
      case 'feedForward':
      case 'embedding':
        return entry.capacity[sort];
    }
  };
  // Two candidates without a truth are equal; -Infinity - -Infinity would be NaN.
  return best.sort((a, b) => (keyOf(a) === keyOf(b) ? 0 : keyOf(b) - keyOf(a)));
}
