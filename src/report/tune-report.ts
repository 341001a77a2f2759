import { titleOfSettings } from './describe-settings.ts';
import { titleOfRuns } from './describe-truth.ts';
import type { TuneDocument } from './documents/tune-document.ts';
import { column, sheetOf, type ItemColumn, type Report, type Sheet } from './sheet.ts';

type AgreementRow = TuneDocument['agreements'][number];

/** The labels that an agreement rests on, as people read them. */
const ON: Readonly<Record<AgreementRow['on'], string>> = {
  seen: 'labels it was chosen by',
  'held-out': 'labels held out',
  folds: 'labels of folds left out',
  all: 'labels, none looked at',
};

/** The row of a balance without labels to compare with. */
const NO_LABELS = { balance: 'chosen', n: null, kendallTauB: null, spearman: null } as const;

/** The chosen balance, how it orders what it was and was not chosen by, and the curve of alpha. */
export function tuneReport(document: TuneDocument): Report {
  const { agreements, sensitivity, balance, alpha } = document;
  const others = sensitivity.length === 0 ? [] : [sensitivitySheet(document)];
  const rows = agreements.map(({ on, ...row }) => ({ ...row, on: ON[on] }));
  type Row = (typeof rows)[number] | (typeof NO_LABELS & { readonly on: string });
  const coefficientColumn = (key: keyof typeof balance, title: string): ItemColumn<Row> =>
    column(key, title, (row) => (row.balance === 'chosen' ? balance[key] : null), {
      dataOnly: true,
    });
  return {
    document,
    main: sheetOf<Row>(
      titleOf(document),
      rows.length > 0 ? rows : [{ ...NO_LABELS, on: 'no labels' }],
      [
        column('balance', 'balance', (row) => row.balance),
        column('on', 'on', ({ on }) => on),
        column('n', 'n', ({ n }) => n),
        column('kendallTauB', 'tau-b', ({ kendallTauB }) => kendallTauB, { decimals: 3 }),
        column('spearman', 'rho', ({ spearman }) => spearman, { decimals: 3 }),
        coefficientColumn('attention', 'attention'),
        coefficientColumn('feedForward', 'feed-forward'),
        coefficientColumn('embedding', 'embedding'),
      ],
    ),
    others,
    notesWithCsv: true,
    rowName: 'agreement',
    items: agreements,
    extras: {
      balance: { ...balance, alpha },
      ...(sensitivity.length > 0 && { sensitivity: { points: sensitivity } }),
    },
  };
}

function titleOf(document: TuneDocument): string {
  const { settings, alpha, labelled, candidates, sample, folds } = document;
  const { strategy, correlation, draw } = settings;
  const what =
    strategy === 'label-free'
      ? 'label-free: contributions of equal spread'
      : strategy === 'sampling'
        ? `sampling: ${sample.length} of ${labelled} labels, ${draw === 'random' ? 'drawn at random' : 'spread over the capacities'}, by ${NAMES[correlation]}`
        : `optimize: ${labelled} labels, by ${NAMES[correlation]}`;
  const divided =
    folds === undefined ? [] : [`folds: ${folds.folds}, divided ${folds.repeats} times; means`];
  return [
    alpha === null ? 'chosen: three coefficients' : `chosen: alpha ${alpha}`,
    titleOfSettings(settings),
    what,
    `candidates: ${candidates}, ${labelled} with a measured quality`,
    ...titleOfRuns(settings.truth ?? {}),
    ...divided,
  ].join('\n');
}

const NAMES = { kendall: "Kendall's tau-b", spearman: "Spearman's rho" } as const;

function sensitivitySheet({ sensitivity, labelled }: TuneDocument): Sheet {
  const text = (value: number | null): string => value?.toFixed(3) ?? 'none';
  return sheetOf(`Sensitivity to alpha, on all ${labelled} labels`, sensitivity, [
    column('alpha', 'alpha', ({ alpha }) => alpha.toFixed(1)),
    column('kendallTauB', 'tau-b', ({ kendallTauB }) => text(kendallTauB)),
    column('spearman', 'rho', ({ spearman }) => text(spearman)),
  ]);
}
