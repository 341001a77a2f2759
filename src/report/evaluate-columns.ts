import type { EvaluateDocument } from './documents/evaluate-document.ts';
import { formatInterval } from './format-number.ts';
import { column, type ItemColumn } from './sheet.ts';

/** A proxy with its numbers or without. */
export type Row = EvaluateDocument['proxies'][number];

/** A proxy with its numbers. */
export type Entry = Extract<Row, { kendallTauB: object }>;

type Interval = Entry['kendallTauB']['ci95'];
type EntryColumn = ItemColumn<Entry>;

/** The name of a proxy. */
export const PROXY = column('proxy', 'proxy', ({ proxy }: Row) => proxy);

/** The columns that people read first, and for data all of them. */
export function mainColumns(document: EvaluateDocument): EntryColumn[] {
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
    ...beyondSizeColumns().slice(1),
    ...matchedColumns('sizeMatched', ({ sizeMatched }) => sizeMatched),
    ...(document.settings.within === undefined ? [] : withinColumns().slice(1)),
    ...topColumns(document).slice(1),
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

/** By how much tau-b is higher than that of the baseline. */
export function differenceColumns(): EntryColumn[] {
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

type MatchedPairs = Entry['sizeMatched'];

/** Tau over matched pairs, and the number of these. */
function matchedColumns(
  key: string,
  of: (entry: Entry) => MatchedPairs | undefined,
  title = 'matched',
): EntryColumn[] {
  const known = (entry: Entry) => {
    const matched = of(entry);
    return matched !== undefined && 'value' in matched ? matched : null;
  };
  return [
    column(key, title, (entry) => known(entry)?.value ?? null, { decimals: 3 }),
    column(`${key}.pairs`, 'pairs', (entry) => known(entry)?.pairs ?? null),
  ];
}

/** Tau over pairs of like size, and partial tau. */
export function beyondSizeColumns(): EntryColumn[] {
  return [
    PROXY,
    ...matchedColumns('matched.total', ({ matched }) => matched?.total, 'total'),
    ...matchedColumns('matched.nonEmbedding', ({ matched }) => matched?.nonEmbedding, 'blocks'),
    column('partial', 'partial', ({ partial }) => ('value' in partial ? partial.value : null), {
      decimals: 3,
    }),
    ...intervalColumns('partial', ({ partial }) => ('ci95' in partial ? partial.ci95 : undefined)),
  ];
}

/** Tau within what was asked for. */
export function withinColumns(): EntryColumn[] {
  return [PROXY, ...matchedColumns('within', ({ within }) => within, 'within')];
}

/** Precision and nDCG of each top. */
export function topColumns({ settings: { tops = [] } }: EvaluateDocument): EntryColumn[] {
  const columnOf = (key: 'precisionAt' | 'ndcgAt', title: string, top: string): EntryColumn =>
    column(
      `${key}.${top}`,
      `${title} ${top.replace('%', ' %')}`,
      ({ [key]: at }) => at[top]?.value ?? null,
      { decimals: 3 },
    );
  return [
    PROXY,
    ...tops.map((top) => columnOf('precisionAt', 'top', top)),
    ...tops.map((top) => columnOf('ndcgAt', 'nDCG', top)),
  ];
}

/** What is lost by choosing, and for people, if wanted, the time that was spent. */
export function choosingColumns({ settings }: EvaluateDocument, times = true): EntryColumn[] {
  return [
    PROXY,
    ...regretColumns(null, settings.bestOf),
    ...(times
      ? [column('milliseconds', 'ms', ({ milliseconds }: Entry) => milliseconds, { decimals: 1 })]
      : []),
  ];
}

/** What is lost by choosing under a budget; null for none. */
export function regretColumns(budget: number | null, bestOf?: number): EntryColumn[] {
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
