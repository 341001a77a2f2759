import { decimalsOfCost, describeCost, titleOfCost } from './describe-cost.ts';
import { countsEmbedding, titleOfSettings } from './describe-settings.ts';
import { describeDirection, titleOfQuality, titleOfRuns } from './describe-truth.ts';
import type { RankDocument } from './documents/rank-document.ts';
import { titleOfLeftOut } from './describe-left-out.ts';
import { counted, formatInterval, formatNumber, formatP } from './format-number.ts';
import { column, sheetOf, type ItemColumn, type Report, type Sheet } from './sheet.ts';

type Entry = RankDocument['ranking'][number];
type Evaluation = NonNullable<RankDocument['evaluation']>;
type CostSettings = NonNullable<RankDocument['settings']['cost']>;

/**
 * A ranking, the front of score against cost where there is one, and how well it agrees with the
 * truth where that is known.
 */
export function rankReport(document: RankDocument): Report {
  const { ranking, evaluation, front, settings } = document;
  const columns = columnsOf(document);
  const listed = new Set(ranking.map(({ id }) => id));
  const isAllListed = front?.entries.every(({ id }) => listed.has(id)) ?? true;
  const title = [
    titleOfSettings(settings),
    ...titleOfCandidates(document),
    ...titleOfFront(document),
  ].join('\n');
  return {
    document,
    main: sheetOf(title, ranking, columns),
    others: [
      ...(front === undefined || isAllListed
        ? []
        : [sheetOf('The front, the best score first', front.entries, columns)]),
      ...(evaluation === undefined ? [] : [evaluationSheet(evaluation, settings.truth)]),
    ],
    notesWithCsv: true,
    rowName: 'entry',
    items: ranking,
    extras: rankExtras(document),
  };
}

/** The records of NDJSON besides the entries. */
function rankExtras({ front, evaluation }: RankDocument): Record<string, object> {
  return { ...(front !== undefined && { front }), ...(evaluation !== undefined && { evaluation }) };
}

/** Lines on candidates that were left out and on ties; none where there is nothing to say. */
function titleOfCandidates({ candidates, leftOut = [], ties }: RankDocument): string[] {
  const left = titleOfLeftOut(leftOut);
  return [
    ...(left === null ? [] : [`candidates: ${formatNumber(candidates)}; ${left}`]),
    ...(ties === undefined
      ? []
      : [
          `ties: ${formatNumber(ties.tied)} of ${formatNumber(candidates)} share their score with another; ${counted(ties.distinct, 'different score')}`,
        ]),
  ];
}

/** Lines on the cost and the front; none where no cost was asked for. */
function titleOfFront({ candidates, settings, front }: RankDocument): string[] {
  if (settings.cost === undefined || front === undefined) return [];
  const { size, of } = front;
  return [
    ...describeCost(settings.cost),
    ...(settings.cost.measured === undefined || of === candidates
      ? []
      : [`measured: the best ${formatNumber(of)} of ${formatNumber(candidates)} by score`]),
    `front: ${formatNumber(size)} of ${formatNumber(of)}; no other scores as high for less, or higher for as much`,
  ];
}

/** Proxies whose ranks people are shown; with more the table is wider than 80 characters. */
const MAX_PROXIES = 3;

/** The rank by a proxy that others are combined with, and for data its score. */
function proxyColumns(name: string, index: number): ItemColumn<Entry>[] {
  return [
    column(`${name}.rank`, name, ({ byProxy }) => byProxy?.[name]?.rank ?? null, {
      decimals: 1,
      dataOnly: index >= MAX_PROXIES,
    }),
    column(`${name}.score`, `${name} score`, ({ byProxy }) => byProxy?.[name]?.score ?? null, {
      dataOnly: true,
    }),
  ];
}

/** The columns of a cost and of the front. */
function frontColumns(cost: CostSettings): ItemColumn<Entry>[] {
  return [
    column('cost', titleOfCost(cost), (entry) => entry.cost?.value ?? null, decimalsOfCost(cost)),
    column('front', 'front', ({ front }) => (front === undefined ? null : front ? 'yes' : 'no')),
  ];
}

function columnsOf({ ranking, settings }: RankDocument): ItemColumn<Entry>[] {
  const { truth, cost } = settings;
  const spread = ranking.some(({ standardDeviation }) => standardDeviation !== undefined);
  const spreadOf = ({ standardDeviation }: Entry): number | null =>
    standardDeviation?.score ?? null;
  const capacityColumn = (
    key: keyof Entry['capacity'],
    title: string,
    dataOnly = cost !== undefined || settings.proxy !== undefined,
  ): ItemColumn<Entry> => column(key, title, ({ capacity }) => capacity[key], { dataOnly });
  return [
    column('rank', 'rank', ({ rank }) => rank),
    column('id', 'id', ({ id }) => id),
    column('score', 'score', ({ score }) => score),
    ...(spread ? [column('scoreStandardDeviation', '+-', spreadOf)] : []),
    ...(settings.proxy?.combines ?? []).flatMap(proxyColumns),
    ...(cost === undefined ? [] : frontColumns(cost)),
    capacityColumn('attention', 'attention'),
    capacityColumn('feedForward', 'feed-forward'),
    capacityColumn(
      'embedding',
      'embedding',
      cost !== undefined || settings.proxy !== undefined || !countsEmbedding(settings.balance),
    ),
    column('parameters', 'parameters', ({ parameters }) => parameters.total, {
      dataOnly: cost?.name === 'params',
    }),
    ...(['attention', 'feedForward', 'embedding', 'other'] as const).map((part) =>
      column(`parameters.${part}`, `${part} parameters`, (entry: Entry) => entry.parameters[part], {
        dataOnly: true,
      }),
    ),
    ...(truth === undefined ? [] : [truthColumn(truth)]),
  ];
}

/** Longest name of a quality that heads a column; a table has to fit 80 characters. */
const MAX_TITLE = 8;

function truthColumn({
  column: name,
  runs,
}: NonNullable<RankDocument['settings']['truth']>): ItemColumn<Entry> {
  const title = name.length <= MAX_TITLE ? name : 'truth';
  // A mean has no given decimals.
  return column('truth', title, ({ truth = null }) => truth, { asGiven: runs === undefined });
}

/** Candidates without a truth that are named; the rest are counted. */
const MAX_NAMED = 20;

function evaluationSheet(evaluation: Evaluation, truth: RankDocument['settings']['truth']): Sheet {
  const { n, direction, tiedScores, missingTruth, spearman, kendallTauB } = evaluation;
  const missing = [
    ...missingTruth.slice(0, MAX_NAMED),
    ...(missingTruth.length > MAX_NAMED ? [`${missingTruth.length - MAX_NAMED} more`] : []),
  ];
  const lines = [
    `Agreement with ${truth === undefined ? 'truth' : titleOfQuality(truth)} (${describeDirection(direction)}): n = ${n}, ${tiedScores} tied scores`,
    ...titleOfRuns(truth ?? {}),
    ...(missing.length > 0 ? [`No truth for ${missing.join(', ')}`] : []),
  ];
  const correlations = [
    { name: "Spearman's rho", ...spearman },
    { name: "Kendall's tau-b", ...kendallTauB },
  ];
  return sheetOf(lines.join('\n'), correlations, [
    column('correlation', 'correlation', ({ name }) => name),
    column('value', 'value', ({ value }) => value.toFixed(3)),
    column('ci95', '95 % interval', ({ ci95 }) => formatInterval(ci95)),
    column('p', 'p-value', ({ p }) => formatP(p)),
  ]);
}
