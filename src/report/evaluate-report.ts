import { titleOfNetworks } from './describe-networks.ts';
import { titleOfSettings } from './describe-settings.ts';
import { describeDirection, titleOfQuality, titleOfRuns } from './describe-truth.ts';
import type { EvaluateDocument } from './documents/evaluate-document.ts';
import { counted, formatInterval } from './format-number.ts';
import { column, sheetOf, type ItemColumn, type Report, type Sheet } from './sheet.ts';

type Row = EvaluateDocument['proxies'][number];
type Entry = Extract<Row, { kendallTauB: object }>;
type Interval = Entry['kendallTauB']['ci95'];
type EntryColumn = ItemColumn<Entry>;

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
      sheetOf(BEYOND_SIZE, entries, beyondSizeColumns(document)),
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

const PROXY = column('proxy', 'proxy', ({ proxy }: Row) => proxy);

const TOPS = ['5%', '10%'] as const;

/** The columns that people read first, and for data all of them. */
function mainColumns(document: EvaluateDocument): EntryColumn[] {
  const { budgets } = document.settings;
  const readable = [
    PROXY,
    ...correlationColumns('kendallTauB', 'tau-b'),
    ...correlationColumns('spearman', 'rho'),
  ];
  const data = [
    column('n', 'n', ({ n }: Entry) => n),
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
      .map((one) => [one.key, { ...one, dataOnly: true }]),
  );
  return [...readable, ...others.values()];
}

/** A value with its interval, as text for people, and both of its ends for data. */
function correlationColumns(
  key: 'kendallTauB' | 'kendallTauA' | 'spearman',
  title: string,
): EntryColumn[] {
  return [
    column(key, title, (entry) => entry[key].value, { decimals: 3 }),
    ...intervalColumns(key, (entry) => entry[key].ci95),
    column(`${key}.p`, 'p-value', (entry) => entry[key].p, { dataOnly: true }),
  ];
}

function intervalColumns(key: string, of: (entry: Entry) => Interval | undefined): EntryColumn[] {
  const text = (entry: Entry): string | null => {
    const interval = of(entry);
    return interval === undefined ? null : formatInterval(interval);
  };
  return [
    column(`${key}.ci95`, '95 % interval', text, { peopleOnly: true }),
    column(`${key}.low`, 'from', (entry) => of(entry)?.[0] ?? null, { dataOnly: true }),
    column(`${key}.high`, 'to', (entry) => of(entry)?.[1] ?? null, { dataOnly: true }),
  ];
}

function differenceColumns(): EntryColumn[] {
  const of = ({ versusBaseline }: Entry) =>
    versusBaseline !== null && 'verdict' in versusBaseline ? versusBaseline : undefined;
  const verdictOf = (entry: Entry): string =>
    entry.versusBaseline === null ? 'baseline' : (of(entry)?.verdict ?? 'unknown');
  return [
    PROXY,
    ...correlationColumns('kendallTauA', 'tau-a').slice(0, 1),
    column('tiedScores', 'tied', ({ tiedScores }) => tiedScores),
    column('versusBaseline', 'by', (entry) => of(entry)?.difference ?? null, { decimals: 3 }),
    ...intervalColumns('versusBaseline', (entry) => of(entry)?.ci95),
    column('versusBaseline.verdict', 'tau-b is', verdictOf),
  ];
}

type Measured = 'sizeMatched' | 'partial' | 'within';

function beyondSizeColumns({ settings }: EvaluateDocument): EntryColumn[] {
  const valueColumn = (key: Measured, title: string): EntryColumn =>
    column(
      key,
      title,
      ({ [key]: measured }) =>
        measured !== undefined && 'value' in measured ? measured.value : null,
      { decimals: 3 },
    );
  return [
    PROXY,
    valueColumn('sizeMatched', 'matched'),
    column('sizeMatched.pairs', 'pairs', ({ sizeMatched }) =>
      'pairs' in sizeMatched ? sizeMatched.pairs : null,
    ),
    valueColumn('partial', 'partial'),
    ...intervalColumns('partial', ({ partial }) => ('ci95' in partial ? partial.ci95 : undefined)),
    ...(settings.within === undefined ? [] : [valueColumn('within', 'within')]),
  ];
}

function choosingColumns({ settings }: EvaluateDocument, times = true): EntryColumn[] {
  const topColumn = (top: string): EntryColumn => {
    const title = `top ${top.replace('%', ' %')}`;
    return column(
      `precisionAt.${top}`,
      title,
      ({ precisionAt }) => precisionAt[top]?.value ?? null,
      { decimals: 3 },
    );
  };
  return [
    PROXY,
    ...TOPS.map(topColumn),
    ...regretColumns(null, settings.bestOf),
    ...(times
      ? [column('milliseconds', 'ms', ({ milliseconds }: Entry) => milliseconds, { decimals: 1 })]
      : []),
  ];
}

function regretColumns(budget: number | null, bestOf?: number): EntryColumn[] {
  const of = ({ regret }: Entry) => {
    const under = regret.find((one) => one.budget === budget);
    return under !== undefined && 'bestPick' in under ? under : undefined;
  };
  const key = budget === null ? 'regret' : `regret.${budget}`;
  const title = bestOf === undefined ? 'best of several' : `best of ${bestOf}`;
  return [
    column(`${key}.bestPick`, 'first pick', (entry) => of(entry)?.bestPick ?? null, {
      decimals: 4,
      lowestFirst: true,
    }),
    column(`${key}.bestOf`, title, (entry) => of(entry)?.bestOf.regret ?? null, { decimals: 4 }),
  ];
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
    ...(within === undefined ? [] : [`within: candidates of equal ${within}`]),
  ].join('\n');
}

const BEYOND_SIZE = [
  'Beyond size',
  'matched: tau over the pairs whose numbers of weights differ by less than 10 %',
  'partial: tau-b with the number of parameters held fixed',
].join('\n');

function titleOfChoosing({ settings }: EvaluateDocument, times: boolean): string {
  const { truth } = settings;
  return [
    'Choosing',
    'top: share of the best 5 and 10 % by score that are so by truth',
    `first pick, best of ${settings.bestOf}: what is lost in ${truth === undefined ? 'truth' : titleOfQuality(truth)}`,
    ...(times ? ['ms: to score all'] : []),
  ].join('\n');
}
