import { titleOfNetworks } from './describe-networks.ts';
import { titleOfSettings } from './describe-settings.ts';
import { describeDirection, titleOfQuality, titleOfRuns } from './describe-truth.ts';
import type { EvaluateDocument } from './documents/evaluate-document.ts';
import { describeWithin } from './describe-within.ts';
import {
  beyondSizeColumns,
  choosingColumns,
  differenceColumns,
  mainColumns,
  PROXY,
  regretColumns,
  topColumns,
  withinColumns,
  type Entry,
  type Row,
} from './evaluate-columns.ts';
import { counted, formatInterval } from './format-number.ts';
import { column, sheetOf, type ItemColumn, type Report, type Sheet } from './sheet.ts';

/**
 * Proxies compared with the truth and with each other.
 *
 * @param times whether people are shown the time that was spent, which no other run repeats
 */
export function evaluateReport(document: EvaluateDocument, times = true): Report {
  const { proxies, noiseCeiling, noNoiseCeiling, baseline, scores } = document;
  if (scores !== undefined) return scoresReport(document, scores);
  const entries = proxies.filter((row): row is Entry => 'kendallTauB' in row);
  const failed = proxies.filter((row) => !('kendallTauB' in row));
  return {
    document,
    main: sheetOf(titleOf(document), entries, mainColumns(document)),
    others: [
      sheetOf(
        `Against ${baseline}: by how much tau-b is higher, on the same resamples`,
        entries,
        differenceColumns(),
      ),
      sheetOf(BEYOND_SIZE, entries, beyondSizeColumns()),
      ...withinSheets(entries, document),
      sheetOf(AT_THE_TOP, entries, topColumns(document)),
      sheetOf(titleOfChoosing(document, times), entries, choosingColumns(document, times)),
      ...budgetSheets(entries, document),
      ...(failed.length === 0 ? [] : [failureSheet(failed)]),
      ...(noiseCeiling === undefined ? [] : [ceilingSheet(noiseCeiling)]),
      ...(noNoiseCeiling === undefined
        ? []
        : [sheetOf('No noise ceiling', [noNoiseCeiling], [column('reason', 'because', String)])]),
    ],
    rowName: 'proxy',
    items: proxies,
    extras: noiseCeiling === undefined ? {} : { noiseCeiling },
  };
}

/** Proxies in one table of scores: with more it is wider than 80 characters. */
const PROXIES_OF_SHEET = 4;

type Scores = NonNullable<EvaluateDocument['scores']>;

/** The scores of candidates without a truth, some proxies to a table. */
function scoresReport(document: EvaluateDocument, scores: Scores): Report {
  const names = document.proxies.map(({ proxy }) => proxy);
  const id = column('id', 'id', (entry: Scores[number]) => entry.id);
  const scoreColumn = (name: string, dataOnly = false): ItemColumn<Scores[number]> =>
    column(name, name, (entry) => entry.scores[name] ?? null, { dataOnly });
  const first = names.map((name, index) => scoreColumn(name, index >= PROXIES_OF_SHEET));
  const sheets: Sheet[] = [];
  for (let start = PROXIES_OF_SHEET; start < names.length; start += PROXIES_OF_SHEET) {
    const own = names.slice(start, start + PROXIES_OF_SHEET).map((name) => scoreColumn(name));
    sheets.push(sheetOf('More scores', scores, [id, ...own]));
  }
  return {
    document,
    main: sheetOf(titleOf(document), scores, [id, ...first]),
    others: sheets,
    rowName: 'candidate',
    items: scores,
    extras: {},
  };
}

function withinSheets(entries: readonly Entry[], { settings }: EvaluateDocument): Sheet[] {
  const { within } = settings;
  if (within === undefined) return [];
  return [sheetOf(`Within ${describeWithin(within)}`, entries, withinColumns())];
}

/** A sheet for each budget, or one line where it admits too few to choose from. */
function budgetSheets(entries: readonly Entry[], { settings }: EvaluateDocument): Sheet[] {
  const { budgets, bestOf } = settings;
  return budgets.map((budget) => {
    const admitted = entries[0]?.regret.find((under) => under.budget === budget)?.items ?? 0;
    const title = `With at most ${budget.toLocaleString('en-US')} parameters: ${admitted} candidates`;
    return sheetOf(title, entries, [PROXY, ...regretColumns(budget, bestOf)]);
  });
}

function failureSheet(failed: readonly Row[]): Sheet {
  return sheetOf('No correlation', failed, [
    PROXY,
    column('reason', 'because', (row) => ('reason' in row ? row.reason : null)),
  ]);
}

function ceilingSheet(ceiling: NonNullable<EvaluateDocument['noiseCeiling']>): Sheet {
  const title = [
    'Noise ceiling',
    'what a proxy would reach that knew the true quality of every candidate',
    `from ${ceiling.repeatedItems} that were measured more than once`,
  ].join('\n');
  const correlations = [
    { key: 'kendallTauB', name: "Kendall's tau-b" },
    { key: 'spearman', name: "Spearman's rho" },
  ] as const;
  return sheetOf(title, correlations, [
    column('correlation', 'correlation', ({ name }) => name),
    column('ceiling', 'ceiling', ({ key }) => ceiling[key].value, { decimals: 3 }),
    column('ci95', '95 % interval', ({ key }) => formatInterval(ceiling[key].ci95)),
    column('betweenRuns', 'between runs', ({ key }) => ceiling.betweenRuns[key], { decimals: 3 }),
  ]);
}

function titleOf({ n, direction, settings, missingTruth }: EvaluateDocument): string {
  const { truth, bootstrap, within, network, sequenceLength, combine } = settings;
  const missing = missingTruth.length === 0 ? '' : `, ${missingTruth.length} without a truth`;
  return [
    titleOfSettings(settings),
    ...(network === undefined ? [] : [titleOfNetworks(network, sequenceLength)]),
    ...(truth === undefined || direction === undefined || bootstrap === undefined
      ? [`truth: none, so these are the scores of ${counted(missingTruth.length, 'candidate')}`]
      : [
          `truth: ${titleOfQuality(truth)}, ${describeDirection(direction)}, n = ${n}${missing}; ${bootstrap.resamples} resamples`,
          ...titleOfRuns(truth),
        ]),
    ...(combine === undefined
      ? []
      : [`${combine.how}: of the ranks by ${combine.proxies.join(', ')}, among all candidates`]),
    ...(within === undefined ? [] : [`within: ${describeWithin(within)}`]),
  ].join('\n');
}

const BEYOND_SIZE = [
  'Beyond size',
  'total, blocks: tau over pairs within 10 % in parameters, of all or of the blocks',
  'partial: tau-b with the number of parameters held fixed',
].join('\n');

const AT_THE_TOP = [
  'At the top',
  'top: share of the best by score that are among as many of the best by truth',
  'nDCG: how good the best by score are, the first counting most; 1 is perfect',
].join('\n');

function titleOfChoosing({ settings }: EvaluateDocument, times: boolean): string {
  const { truth } = settings;
  return [
    'Choosing',
    `first pick, best of ${settings.bestOf}: what is lost in ${truth === undefined ? 'truth' : titleOfQuality(truth)}`,
    ...(times ? ['ms: to score all'] : []),
  ].join('\n');
}
