import { titleOfNetworks } from './describe-networks.ts';
import { titleOfSettings } from './describe-settings.ts';
import { titleOfQuality, titleOfRuns } from './describe-truth.ts';
import type { EvaluateDocument } from './documents/evaluate-document.ts';
import type { Cell, Column, Report, Sheet } from './sheet.ts';

type Row = EvaluateDocument['proxies'][number];
type Entry = Extract<Row, { kendallTauB: object }>;
type Interval = readonly [number, number] | null;
type Regret = Entry['regret'][number];

interface EntryColumn extends Column {
  readonly cell: (entry: Entry) => Cell;
}

/**
 * Proxies compared with the truth and with each other.
 *
 * @param times whether people are shown the time that was spent, which no other run repeats
 */
export function evaluateReport(document: EvaluateDocument, times = true): Report {
  const { proxies, noiseCeiling } = document;
  const entries = proxies.filter((row): row is Entry => 'kendallTauB' in row);
  const failed = proxies.filter((row) => !('kendallTauB' in row));
  return {
    document,
    main: sheetOf(entries, titleOf(document), mainColumns(document)),
    others: [
      sheetOf(entries, titleOfDifferences(document), differenceColumns()),
      sheetOf(entries, BEYOND_SIZE, beyondSizeColumns(document)),
      sheetOf(entries, titleOfChoosing(document, times), choosingColumns(document, times)),
      ...budgetSheets(entries, document),
      ...(failed.length === 0 ? [] : [failureSheet(failed)]),
      ...(noiseCeiling === undefined ? [] : [ceilingSheet(noiseCeiling)]),
    ],
    rowName: 'proxy',
    items: proxies,
    extras: noiseCeiling === undefined ? {} : { noiseCeiling },
  };
}

const PROXY: EntryColumn = { key: 'proxy', title: 'proxy', cell: ({ proxy }) => proxy };

const MILLISECONDS: EntryColumn = {
  key: 'milliseconds',
  title: 'ms',
  decimals: 1,
  cell: ({ milliseconds }) => milliseconds,
};

const TOPS = ['5%', '10%'] as const;

/** What people read first, and for data everything. */
function mainColumns(document: EvaluateDocument): EntryColumn[] {
  const { budgets } = document.settings;
  const readable = [
    PROXY,
    ...correlationColumns('kendallTauB', 'tau-b'),
    ...correlationColumns('spearman', 'rho'),
  ];
  const data = [
    { key: 'n', title: 'n', cell: ({ n }: Entry) => n },
    ...correlationColumns('kendallTauA', 'tau-a'),
    ...differenceColumns().slice(1),
    ...beyondSizeColumns(document).slice(1),
    ...choosingColumns(document).slice(1),
    ...budgets.flatMap((budget) => regretColumns(budget)),
  ];
  const known = new Set(readable.map(({ key }) => key));
  // By key, since several tables for people show tau-a.
  const others = new Map(
    data
      .filter(({ key, peopleOnly = false }) => !peopleOnly && !known.has(key))
      .map((column) => [column.key, { ...column, dataOnly: true }]),
  );
  return [...readable, ...others.values()];
}

/** A value with its interval, in words for people, and both of its ends for data. */
function correlationColumns(
  key: 'kendallTauB' | 'kendallTauA' | 'spearman',
  title: string,
): EntryColumn[] {
  return [
    { key, title, decimals: 3, cell: (entry) => entry[key].value },
    ...intervalColumns(key, (entry) => entry[key].ci95),
    { key: `${key}.p`, title: 'p-value', dataOnly: true, cell: (entry) => entry[key].p },
  ];
}

function intervalColumns(key: string, of: (entry: Entry) => Interval | undefined): EntryColumn[] {
  return [
    {
      key: `${key}.ci95`,
      title: '95 % interval',
      peopleOnly: true,
      cell: (entry) => intervalText(of(entry)),
    },
    { key: `${key}.low`, title: 'from', dataOnly: true, cell: (entry) => of(entry)?.[0] ?? null },
    { key: `${key}.high`, title: 'to', dataOnly: true, cell: (entry) => of(entry)?.[1] ?? null },
  ];
}

function differenceColumns(): EntryColumn[] {
  const of = ({ versusBaseline }: Entry) =>
    versusBaseline !== null && 'verdict' in versusBaseline ? versusBaseline : undefined;
  return [
    PROXY,
    ...correlationColumns('kendallTauA', 'tau-a').slice(0, 1),
    { key: 'tiedScores', title: 'tied', cell: ({ tiedScores }) => tiedScores },
    {
      key: 'versusBaseline',
      title: 'by',
      decimals: 3,
      cell: (entry) => of(entry)?.difference ?? null,
    },
    ...intervalColumns('versusBaseline', (entry) => of(entry)?.ci95),
    {
      key: 'versusBaseline.verdict',
      title: 'tau-b is',
      cell: (entry) =>
        entry.versusBaseline === null ? 'baseline' : (of(entry)?.verdict ?? 'unknown'),
    },
  ];
}

function beyondSizeColumns({ settings }: EvaluateDocument): EntryColumn[] {
  return [
    PROXY,
    {
      key: 'sizeMatched',
      title: 'matched',
      decimals: 3,
      cell: ({ sizeMatched }) => valueOf(sizeMatched),
    },
    {
      key: 'sizeMatched.pairs',
      title: 'pairs',
      cell: ({ sizeMatched }) => ('pairs' in sizeMatched ? sizeMatched.pairs : null),
    },
    { key: 'partial', title: 'partial', decimals: 3, cell: ({ partial }) => valueOf(partial) },
    ...intervalColumns('partial', ({ partial }) => ('ci95' in partial ? partial.ci95 : undefined)),
    ...(settings.within === undefined
      ? []
      : [
          {
            key: 'within',
            title: 'within',
            decimals: 3,
            cell: ({ within }: Entry) => (within === undefined ? null : valueOf(within)),
          },
        ]),
  ];
}

function choosingColumns({ settings }: EvaluateDocument, times = true): EntryColumn[] {
  return [
    PROXY,
    ...TOPS.map((top) => ({
      key: `precisionAt.${top}`,
      title: `top ${top.replace('%', ' %')}`,
      decimals: 3,
      cell: ({ precisionAt }: Entry) => precisionAt[top]?.value ?? null,
    })),
    ...regretColumns(null, settings.bestOf),
    ...(times ? [MILLISECONDS] : []),
  ];
}

function regretColumns(budget: number | null, bestOf?: number): EntryColumn[] {
  const of = ({ regret }: Entry): Regret | undefined =>
    regret.find((under) => under.budget === budget);
  const key = budget === null ? 'regret' : `regret.${budget}`;
  return [
    {
      key: `${key}.bestPick`,
      title: 'first pick',
      decimals: 4,
      cell: (entry) => {
        const regret = of(entry);
        return regret !== undefined && 'bestPick' in regret ? regret.bestPick : null;
      },
    },
    {
      key: `${key}.bestOf`,
      title: bestOf === undefined ? 'best of several' : `best of ${bestOf}`,
      decimals: 4,
      cell: (entry) => {
        const regret = of(entry);
        return regret !== undefined && 'bestOf' in regret ? regret.bestOf.regret : null;
      },
    },
  ];
}

/** A sheet for each budget, or one line where it admits too few to choose from. */
function budgetSheets(entries: readonly Entry[], { settings }: EvaluateDocument): Sheet[] {
  const { budgets, bestOf } = settings;
  return budgets.map((budget) => {
    const admitted = entries[0]?.regret.find((under) => under.budget === budget)?.items ?? 0;
    const title = `With at most ${budget.toLocaleString('en-US')} parameters: ${admitted} candidates`;
    return sheetOf(entries, title, [PROXY, ...regretColumns(budget, bestOf)]);
  });
}

function failureSheet(failed: readonly Row[]): Sheet {
  return {
    title: 'No correlation',
    columns: [
      { key: 'proxy', title: 'proxy' },
      { key: 'reason', title: 'because' },
    ],
    rows: failed.map((row) => [row.proxy, 'reason' in row ? row.reason : null]),
  };
}

function ceilingSheet({
  kendallTauB,
  spearman,
  betweenRuns,
  repeatedItems,
}: NonNullable<EvaluateDocument['noiseCeiling']>): Sheet {
  return {
    title: [
      'Noise ceiling',
      'what a proxy would reach that knew the true quality of every candidate',
      `from ${repeatedItems} that were measured more than once`,
    ].join('\n'),
    columns: [
      { key: 'correlation', title: 'correlation' },
      { key: 'ceiling', title: 'ceiling', decimals: 3 },
      { key: 'ci95', title: '95 % interval' },
      { key: 'betweenRuns', title: 'between runs', decimals: 3 },
    ],
    rows: [
      [
        "Kendall's tau-b",
        kendallTauB.value,
        intervalText(kendallTauB.ci95),
        betweenRuns.kendallTauB,
      ],
      ["Spearman's rho", spearman.value, intervalText(spearman.ci95), betweenRuns.spearman],
    ],
  };
}

function titleOf({ n, direction, settings, missingTruth }: EvaluateDocument): string {
  const { truth, bootstrap, within, network, sequenceLength } = settings;
  const missing = missingTruth.length === 0 ? '' : `, ${missingTruth.length} without a truth`;
  return [
    titleOfSettings(settings),
    ...(network === undefined ? [] : [titleOfNetworks(network, sequenceLength)]),
    `truth: ${titleOfQuality(truth)}, ${direction.replaceAll('-', ' ')}, n = ${n}${missing}; ${bootstrap.resamples} resamples`,
    ...titleOfRuns(truth),
    ...(within === undefined ? [] : [`within: candidates of equal ${within}`]),
  ].join('\n');
}

function titleOfDifferences({ baseline }: EvaluateDocument): string {
  return `Against ${baseline}: by how much tau-b is higher, on the same resamples`;
}

const BEYOND_SIZE = [
  'Beyond size',
  'matched: tau over the pairs whose numbers of weights differ by less than 10 %',
  'partial: tau-b with the number of parameters held fixed',
].join('\n');

function titleOfChoosing({ settings }: EvaluateDocument, times: boolean): string {
  return [
    'Choosing',
    'top: share of the best 5 and 10 % by score that are so by truth',
    `first pick, best of ${settings.bestOf}: what is lost in ${titleOfQuality(settings.truth)}`,
    ...(times ? ['ms: to score all'] : []),
  ].join('\n');
}

function sheetOf(entries: readonly Entry[], title: string, columns: readonly EntryColumn[]): Sheet {
  return { title, columns, rows: entries.map((entry) => columns.map(({ cell }) => cell(entry))) };
}

function valueOf(measured: { readonly value: number } | { readonly reason: string }): Cell {
  return 'value' in measured ? measured.value : null;
}

function intervalText(interval: Interval | undefined): Cell {
  if (interval === undefined) return null;
  return interval === null ? 'unknown' : `${interval[0].toFixed(3)} to ${interval[1].toFixed(3)}`;
}
