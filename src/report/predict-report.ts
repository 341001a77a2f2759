import { describeDirection, titleOfQuality, titleOfRuns } from './describe-truth.ts';
import type { PredictDocument } from './documents/predict-document.ts';
import { counted, formatNumber } from './format-number.ts';
import { column, sheetOf, type ItemColumn, type Report, type Sheet } from './sheet.ts';

type Entry = PredictDocument['ranking'][number];
type Suggestion = NonNullable<PredictDocument['suggestions']>[number];

/** Decimals of normal scores and of probabilities. */
const DECIMALS = 3;

/** All candidates by their predicted quality, or which of them to label next. */
export function predictReport(document: PredictDocument): Report {
  const { ranking, suggestions, heldOut } = document;
  const title = titleOf(document);
  const main: Sheet =
    suggestions === undefined
      ? sheetOf(title, ranking, rankingColumns(document))
      : sheetOf(title, suggestions, suggestionColumns(suggestions));
  return {
    document,
    main,
    others: heldOut === undefined ? [] : [heldOutSheet(heldOut)],
    notesWithCsv: true,
    rowName: suggestions === undefined ? 'entry' : 'suggestion',
    items: suggestions ?? ranking,
    extras: heldOut === undefined ? {} : { heldOut },
  };
}

function titleOf(document: PredictDocument): string {
  const { settings, candidates, labelled, used, features, advice, suggestions } = document;
  const { truth, prior, model } = settings;
  const quality =
    truth === undefined
      ? []
      : [`quality: ${titleOfQuality(truth)}, ${describeDirection(truth.direction)}`];
  const fixed = features.filter(({ varies }) => !varies).map(({ name }) => name);
  const labels =
    labelled === 0
      ? 'no labels: one candidate of each stratum of the prior'
      : `labels: ${formatNumber(used)}${used === labelled ? '' : ` of ${formatNumber(labelled)}`}${model === undefined ? '' : `, kept in ${model}`}`;
  return [
    suggestions === undefined ? 'predicted quality' : 'candidates to label next',
    `prior: ${prior}`,
    ...quality,
    ...titleOfRuns(truth ?? {}),
    `${counted(candidates, 'candidate')}; ${labels}`,
    ...(fixed.length === 0
      ? []
      : [`left out, equal for all or missing for some: ${fixed.join(', ')}`]),
    ...advice.map((line) => `note: ${line}`),
  ].join('\n');
}

function rankingColumns({ settings, ranking }: PredictDocument): ItemColumn<Entry>[] {
  const { best, against, truth } = settings;
  const hasPrior = ranking.some(({ prior }) => prior !== null);
  return [
    column('rank', 'rank', ({ rank }) => rank),
    column('id', 'id', ({ id }) => id),
    column('mean', 'predicted', ({ mean }) => mean, { decimals: DECIMALS }),
    column('standardDeviation', '+-', (entry) => entry.standardDeviation, { decimals: DECIMALS }),
    column('probabilityBest', `P(best ${best})`, (entry) => entry.probabilityBest, {
      decimals: DECIMALS,
    }),
    ...(against === undefined
      ? []
      : [
          column(
            'probabilityAgainst',
            'P(wins)',
            (entry: Entry) => entry.probabilityAgainst ?? null,
            { decimals: DECIMALS },
          ),
        ]),
    ...(hasPrior
      ? [column('prior', 'prior', (entry: Entry) => entry.prior, { decimals: DECIMALS })]
      : []),
    ...(truth === undefined
      ? []
      : [column('label', 'label', (entry: Entry) => entry.label ?? null, { asGiven: true })]),
  ];
}

function suggestionColumns(suggestions: readonly Suggestion[]): ItemColumn<Suggestion>[] {
  const hasLabels = suggestions.some((entry) => entry.expectedImprovement !== undefined);
  return [
    column('place', 'place', ({ place }) => place),
    column('id', 'id', ({ id }) => id),
    column('prior', 'prior', ({ prior }) => prior, { decimals: DECIMALS }),
    ...(hasLabels
      ? [
          column(
            'expectedImprovement',
            'expected improvement',
            (entry: Suggestion) => entry.expectedImprovement ?? null,
          ),
        ]
      : []),
  ];
}

function heldOutSheet({ n, ...taus }: NonNullable<PredictDocument['heldOut']>): Sheet {
  const rows = [
    { name: 'predicted from all other labels', tau: taus.predicted },
    { name: 'prior, without labels', tau: taus.prior },
    { name: 'ZeroLM, alpha tuned on others', tau: taus.tunedAlpha },
  ];
  return sheetOf(`Kendall's tau-b with labels held out, n = ${n}`, rows, [
    column('score', 'score', ({ name }) => name),
    column('kendallTauB', 'tau-b', ({ tau }) => tau?.toFixed(DECIMALS) ?? 'none'),
  ]);
}
