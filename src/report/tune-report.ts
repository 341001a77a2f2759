import { titleOfSettings } from './describe-settings.ts';
import { titleOfRuns } from './describe-truth.ts';
import type { TuneDocument } from './documents/tune-document.ts';
import type { Cell, Report, Sheet } from './sheet.ts';

type AgreementRow = TuneDocument['agreements'][number];

/** The labels that an agreement rests on, in words. */
const ON: Readonly<Record<AgreementRow['on'], string>> = {
  seen: 'labels it was chosen by',
  'held-out': 'labels held out',
  folds: 'labels of folds left out',
  all: 'labels, none looked at',
};

/** The row of a balance without labels to compare with. */
const NO_LABELS = {
  balance: 'chosen',
  on: null,
  n: null,
  kendallTauB: null,
  spearman: null,
} as const;

/** The chosen balance, how it orders what it was and was not chosen by, and the curve of alpha. */
export function tuneReport(document: TuneDocument): Report {
  const { agreements, sensitivity, balance, alpha } = document;
  const others = sensitivity.length === 0 ? [] : [sensitivitySheet(document)];
  return {
    document,
    main: {
      title: titleOf(document),
      columns: [
        { key: 'balance', title: 'balance' },
        { key: 'on', title: 'on' },
        { key: 'n', title: 'n' },
        { key: 'kendallTauB', title: 'tau-b', decimals: 3 },
        { key: 'spearman', title: 'rho', decimals: 3 },
        { key: 'attention', title: 'attention', dataOnly: true },
        { key: 'feedForward', title: 'feed-forward', dataOnly: true },
        { key: 'embedding', title: 'embedding', dataOnly: true },
      ],
      rows: (agreements.length > 0 ? agreements : [NO_LABELS]).map((row): Cell[] => [
        row.balance,
        row.on === null ? 'no labels' : ON[row.on],
        row.n,
        row.kendallTauB,
        row.spearman,
        ...(row.balance === 'chosen'
          ? [balance.attention, balance.feedForward, balance.embedding]
          : [null, null, null]),
      ]),
    },
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
  return {
    title: `Sensitivity to alpha, on all ${labelled} labels`,
    columns: [
      { key: 'alpha', title: 'alpha' },
      { key: 'kendallTauB', title: 'tau-b' },
      { key: 'spearman', title: 'rho' },
    ],
    rows: sensitivity.map(({ alpha, kendallTauB, spearman }) => [
      alpha.toFixed(1),
      kendallTauB === null ? 'none' : kendallTauB.toFixed(3),
      spearman === null ? 'none' : spearman.toFixed(3),
    ]),
  };
}
