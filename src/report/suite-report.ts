import { describeDirection, titleOfQuality } from './describe-truth.ts';
import type { SuiteDocument } from './documents/suite-document.ts';
import { counted, formatP } from './format-number.ts';
import { column, sheetOf, type ItemColumn, type Report, type Sheet } from './sheet.ts';

type Ranked = SuiteDocument['ranking'][number];
type SetEntry = SuiteDocument['sets'][number];

/** Sets in one table of taus: with more it is wider than 80 characters. */
const SETS_OF_SHEET = 4;

/** Proxies over several data sets: mean ranks, which of them differ, and the tau on each set. */
export function suiteReport(document: SuiteDocument): Report {
  const { ranking, leftOut, sets } = document;
  return {
    document,
    main: sheetOf(titleOf(document), ranking, [
      column('proxy', 'proxy', ({ proxy }: Ranked) => proxy),
      column('meanRank', 'mean rank', ({ meanRank }: Ranked) => meanRank, {
        decimals: 2,
        lowestFirst: true,
      }),
      column('meanTau', 'mean tau', ({ meanTau }: Ranked) => meanTau, { decimals: 3 }),
      column('groups', 'group', ({ groups }: Ranked) => lettersOf(groups)),
      ...sets.map((set) =>
        column(`tau.${set.name}`, set.name, ({ proxy }: Ranked) => set.taus[proxy] ?? null, {
          dataOnly: true,
        }),
      ),
    ]),
    others: [
      ...tauSheets(document),
      sheetOf('Data sets', sets, setColumns(sets)),
      ...(leftOut.length === 0 ? [] : [leftOutSheet(leftOut)]),
    ],
    rowName: 'proxy',
    items: ranking,
    extras: { friedman: document.friedman },
  };
}

/** The tau of every proxy on some sets to a table, in the order of the mean ranks. */
function tauSheets({ ranking, leftOut, sets }: SuiteDocument): Sheet[] {
  const names = [...ranking, ...leftOut].map(({ proxy }) => proxy);
  const sheets: Sheet[] = [];
  for (let start = 0; start < sets.length; start += SETS_OF_SHEET) {
    const columns = sets
      .slice(start, start + SETS_OF_SHEET)
      .map(({ name, taus }): ItemColumn<string> =>
        column(name, name, (proxy) => taus[proxy] ?? null, { decimals: 3 }),
      );
    const proxy = column('proxy', 'proxy', (own: string) => own);
    sheets.push(sheetOf('Tau on each set', names, [proxy, ...columns]));
  }
  return sheets;
}

function setColumns(sets: readonly SetEntry[]): ItemColumn<SetEntry>[] {
  const hasWithin = sets.some(({ settings }) => settings.within !== undefined);
  return [
    column('set', 'set', ({ name }) => name),
    column('n', 'n', ({ n }) => n),
    column('truth', 'quality', ({ settings: { truth } }) =>
      truth === undefined ? null : titleOfQuality(truth),
    ),
    column('direction', 'direction', ({ direction }) =>
      direction === undefined ? null : describeDirection(direction),
    ),
    column('build', 'build', ({ settings: { build } }) => build),
    ...(hasWithin
      ? [column('within', 'within', ({ settings: { within } }: SetEntry) => within ?? null)]
      : []),
  ];
}

function leftOutSheet(leftOut: SuiteDocument['leftOut']): Sheet {
  return sheetOf('Left out of the mean ranks', leftOut, [
    column('proxy', 'proxy', ({ proxy }) => proxy),
    column('set', 'no tau on', ({ set }) => set),
    column('reason', 'because', ({ reason }) => reason),
  ]);
}

/** Groups as letters: those that share one do not differ. */
function lettersOf(groups: readonly number[]): string {
  return groups.map((group) => letterOf(group)).join(groups.some((group) => group > 26) ? ' ' : '');
}

/** 1 is a, 26 is z, 27 is aa. */
function letterOf(group: number): string {
  const [high, low] = [Math.floor((group - 1) / 26), (group - 1) % 26];
  const letter = String.fromCharCode('a'.charCodeAt(0) + low);
  return high === 0 ? letter : letterOf(high) + letter;
}

function titleOf({ settings, sets, friedman, criticalDifference }: SuiteDocument): string {
  const { suite, alpha } = settings;
  return [
    `suite: ${suite}, ${counted(sets.length, 'data set')}`,
    'rank: 1 is the highest tau of a set',
    ...('reason' in friedman
      ? [`no test: ${friedman.reason}`]
      : [
          `Friedman test that proxies differ: F ${friedman.f.statistic?.toFixed(2) ?? 'infinite'}, p = ${formatP(friedman.f.p)}${friedman.f.p < alpha ? '' : ' (no difference shown)'};`,
          `chi-square ${friedman.statistic.toFixed(2)}, p = ${formatP(friedman.p)}`,
        ]),
    ...(criticalDifference === null
      ? []
      : [
          `group: proxies that share a letter do not differ in mean rank by ${criticalDifference.toFixed(2)}, the`,
          `critical difference at ${alpha} (Nemenyi)`,
        ]),
  ].join('\n');
}
