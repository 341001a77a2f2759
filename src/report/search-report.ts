import { checkSheet } from './check-sheet.ts';
import {
  decimalsOfCost,
  describeCost,
  describeTable,
  TIME_DECIMALS,
  titleOfCost,
} from './describe-cost.ts';
import { titleOfSettings } from './describe-settings.ts';
import type { SearchDocument } from './documents/search-document.ts';
import { counted, formatCount, formatNumber } from './format-number.ts';
import { column, sheetOf, type ItemColumn, type Report } from './sheet.ts';

type Entry = SearchDocument['ranking'][number];
type Heuristic = NonNullable<SearchDocument['heuristic']>;

/** The best candidates of a space, or the front of score against cost. */
export function searchReport(document: SearchDocument): Report {
  const { ranking, check } = document;
  return {
    document,
    main: sheetOf(titleOf(document), ranking, columnsOf(document)),
    others: check === undefined ? [] : [checkSheet('Predicted and measured latency', check)],
    notesWithCsv: true,
    rowName: 'entry',
    items: ranking,
    extras: check === undefined ? {} : { check: { models: check } },
  };
}

function titleOf(document: SearchDocument): string {
  const { settings, ranking, heuristic, extracted } = document;
  const { constraints, cost, table, atLeast, atMost } = settings;
  const limits = [
    ...constraints,
    ...(atLeast === undefined ? [] : [`score >= ${atLeast}`]),
    ...(atMost === undefined ? [] : [`score <= ${atMost}`]),
  ];
  return [
    titleOfSettings(settings),
    ...describeMethod(document),
    ...(limits.length === 0 ? [] : [`constraints: ${limits.join(', ')}`]),
    ...(cost?.table === undefined && table !== undefined ? describeTable(table) : []),
    ...(cost === undefined
      ? []
      : [
          ...describeCost(cost),
          `front: ${counted(ranking.length, 'point')}; no other ${heuristic === undefined ? '' : 'evaluated '}candidate scores as high for less, or higher for as much`,
        ]),
    ...(heuristic === undefined ? [] : describeFinds(heuristic)),
    ...(extracted === undefined ? [] : [describeExtracted(extracted)]),
  ].join('\n');
}

/** How candidates were found. */
function describeMethod({ candidates, measured, heuristic }: SearchDocument): string[] {
  const size = BigInt(candidates);
  const all = `${formatCount(size)} candidate${size === 1n ? '' : 's'}`;
  if (heuristic === undefined) {
    return [`exact: the optimum over ${all}, from ${counted(measured, 'model')}`];
  }
  const { algorithm, population, sampleSize, seed, ended, unscored } = heuristic;
  const sample = sampleSize === undefined ? '' : `, samples of ${formatNumber(sampleSize)}`;
  return [
    `heuristic: ${algorithm}, ${formatNumber(measured)} of ${all} evaluated`,
    `evolution: population ${formatNumber(population)}${sample}, seed ${seed}`,
    ...(ended === undefined ? [] : [`ended early: ${ended}`]),
    ...(unscored === undefined ? [] : [`without a score: ${formatNumber(unscored.candidates)}`]),
  ];
}

/** What was found, beside what a random search and the optimum have. */
function describeFinds({ measure, value, random, exact }: Heuristic): string[] {
  const drawn = random.value === null ? 'none' : formatNumber(random.value);
  const besides =
    random.evaluations === 0
      ? ''
      : `; random search ${drawn} after ${counted(random.evaluations, 'candidate')}`;
  return [
    `${measure}: ${formatNumber(value)}${besides}`,
    ...(exact === undefined
      ? []
      : [`optimum: ${formatNumber(exact.value)}; ${describeShortfall(exact)}`]),
  ];
}

/** How far below the optimum; an optimum that is not above 0 is no whole of which there are parts. */
function describeShortfall({ value, shortfall }: NonNullable<Heuristic['exact']>): string {
  if (shortfall === 0) return 'found';
  const part =
    value > 0 ? `${((100 * shortfall) / value).toPrecision(2)} %` : shortfall.toPrecision(2);
  return `${part} short of it`;
}

/** Where a sub-network was written, and what describes it. */
function describeExtracted({
  folder,
  id,
  tensors,
  bytes,
  spec,
  whyNoConfig,
}: NonNullable<SearchDocument['extracted']>): string {
  const written = `wrote ${id} to ${folder}: ${counted(tensors, 'tensor')}, ${formatNumber(bytes)} bytes, and ${spec}`;
  return whyNoConfig === undefined
    ? written
    : `${written}, since no Hugging Face config describes it: ${whyNoConfig}`;
}

function columnsOf(document: SearchDocument): ItemColumn<Entry>[] {
  const { settings, ranking } = document;
  const { cost, proxy } = settings;
  const differ = ranking.some(({ arrangements = '1' }) => arrangements !== '1');
  const hasLatency = ranking.some(({ latency }) => latency !== undefined);
  // Beside another number, the parts of the score would not fit into 80 columns.
  const isShort = cost !== undefined || proxy !== undefined || hasLatency;
  const capacityColumn = (key: keyof Entry['capacity'], title: string): ItemColumn<Entry> =>
    column(key, title, ({ capacity }) => capacity[key], {
      dataOnly: key === 'embedding' || isShort,
    });
  return [
    column('rank', 'rank', ({ rank }) => rank),
    column('id', 'id', ({ id }) => id),
    column('score', 'score', ({ score }) => score),
    ...(cost === undefined
      ? []
      : [
          column(
            'cost',
            titleOfCost(cost),
            (entry: Entry) => entry.cost?.value ?? null,
            decimalsOfCost(cost),
          ),
        ]),
    ...(hasLatency
      ? [
          column('latency', 'predicted ms', (entry: Entry) => entry.latency ?? null, {
            decimals: TIME_DECIMALS,
          }),
        ]
      : []),
    capacityColumn('attention', 'attention'),
    capacityColumn('feedForward', 'feed-forward'),
    capacityColumn('embedding', 'embedding'),
    column('parameters', 'parameters', ({ parameters }) => parameters.total, {
      dataOnly: cost?.name === 'params',
    }),
    ...(document.method === 'heuristic'
      ? []
      : [
          column(
            'arrangements',
            'orders',
            ({ arrangements = '1' }: Entry) => formatCount(BigInt(arrangements)),
            { dataOnly: !differ },
          ),
        ]),
  ];
}
