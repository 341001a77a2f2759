import { countsEmbedding, titleOfSettings } from './describe-settings.ts';
import { titleOfQuality, titleOfRuns } from './describe-truth.ts';
import type { RankDocument } from './documents/rank-document.ts';
import { formatP } from './format-number.ts';
import { frontColumns, titleOfFront, type EntryColumn } from './front-columns.ts';
import type { Cell, Report, Sheet } from './sheet.ts';

type Entry = RankDocument['ranking'][number];
type Evaluation = NonNullable<RankDocument['evaluation']>;

/**
 * A ranking, the front of score against cost where there is one, and how well it agrees with the
 * truth where that is known.
 */
export function rankReport(document: RankDocument): Report {
  const { ranking, evaluation, front, settings } = document;
  const columns = columnsOf(document);
  const sheetOf = (title: string, entries: readonly Entry[]): Sheet => ({
    title,
    columns,
    rows: entries.map((entry) => columns.map(({ cell }) => cell(entry))),
  });
  const listed = new Set(ranking.map(({ id }) => id));
  const isAllListed = front?.entries.every(({ id }) => listed.has(id)) ?? true;
  return {
    document,
    main: sheetOf([titleOfSettings(settings), ...titleOfFront(document)].join('\n'), ranking),
    others: [
      ...(front === undefined || isAllListed
        ? []
        : [sheetOf('The front, the best score first', front.entries)]),
      ...(evaluation === undefined ? [] : [evaluationSheet(evaluation, settings.truth)]),
    ],
    notesWithCsv: true,
    rowName: 'entry',
    items: ranking,
    extras: rankExtras(document),
  };
}

/** The records of NDJSON besides the entries. */
export function rankExtras({ front, evaluation }: RankDocument): Record<string, object> {
  return { ...(front !== undefined && { front }), ...(evaluation !== undefined && { evaluation }) };
}

function columnsOf({ ranking, settings }: RankDocument): EntryColumn[] {
  const { truth, cost } = settings;
  const spread = ranking.some(({ standardDeviation }) => standardDeviation !== undefined);
  return [
    { key: 'rank', title: 'rank', cell: ({ rank }) => rank },
    { key: 'id', title: 'id', cell: ({ id }) => id },
    { key: 'score', title: 'score', cell: ({ score }) => score },
    ...(spread
      ? [
          {
            key: 'scoreStandardDeviation',
            title: '+-',
            cell: ({ standardDeviation }: Entry) => standardDeviation?.score ?? null,
          },
        ]
      : []),
    ...(cost === undefined ? [] : frontColumns(cost)),
    {
      key: 'attention',
      title: 'attention',
      dataOnly: cost !== undefined,
      cell: ({ capacity }) => capacity.attention,
    },
    {
      key: 'feedForward',
      title: 'feed-forward',
      dataOnly: cost !== undefined,
      cell: ({ capacity }) => capacity.feedForward,
    },
    {
      key: 'embedding',
      title: 'embedding',
      dataOnly: cost !== undefined || !countsEmbedding(settings.balance),
      cell: ({ capacity }) => capacity.embedding,
    },
    {
      key: 'parameters',
      title: 'parameters',
      dataOnly: cost?.name === 'params',
      cell: ({ parameters }) => parameters.total,
    },
    ...(['attention', 'feedForward', 'embedding', 'other'] as const).map((part) => ({
      key: `parameters.${part}`,
      title: `${part} parameters`,
      dataOnly: true,
      cell: ({ parameters }: Entry) => parameters[part],
    })),
    ...(truth === undefined
      ? []
      : [
          {
            key: 'truth',
            title: truth.column.length <= MAX_TITLE ? truth.column : 'truth',
            // Nobody gave a mean.
            asGiven: truth.runs === undefined,
            cell: (entry: Entry) => entry.truth ?? null,
          },
        ]),
  ];
}

/** Longest name of a quality that heads a column; a table has to fit 80 characters. */
const MAX_TITLE = 8;

/** Candidates without a truth that are named; the rest are counted. */
const MAX_NAMED = 20;

function evaluationSheet(evaluation: Evaluation, truth: RankDocument['settings']['truth']): Sheet {
  const { n, direction, tiedScores, missingTruth } = evaluation;
  const missing = [
    ...missingTruth.slice(0, MAX_NAMED),
    ...(missingTruth.length > MAX_NAMED ? [`${missingTruth.length - MAX_NAMED} more`] : []),
  ];
  const lines = [
    `Agreement with ${truth === undefined ? 'truth' : titleOfQuality(truth)} (${direction.replaceAll('-', ' ')}): n = ${n}, ${tiedScores} tied scores`,
    ...titleOfRuns(truth ?? {}),
    ...(missing.length > 0 ? [`No truth for ${missing.join(', ')}`] : []),
  ];
  const row = (name: string, { value, ci95, p }: Evaluation['spearman']): Cell[] => [
    name,
    value.toFixed(3),
    ci95 === null ? 'unknown' : `${ci95[0].toFixed(3)} to ${ci95[1].toFixed(3)}`,
    formatP(p),
  ];
  return {
    title: lines.join('\n'),
    columns: [
      { key: 'correlation', title: 'correlation' },
      { key: 'value', title: 'value' },
      { key: 'ci95', title: '95 % interval' },
      { key: 'p', title: 'p-value' },
    ],
    rows: [
      row("Spearman's rho", evaluation.spearman),
      row("Kendall's tau-b", evaluation.kendallTauB),
    ],
  };
}
