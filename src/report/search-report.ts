import { describeCost, titleOfCost } from './describe-cost.ts';
import { titleOfSettings } from './describe-settings.ts';
import type { SearchDocument } from './documents/search-document.ts';
import { counted, formatCount } from './format-number.ts';
import { column, sheetOf, type ItemColumn, type Report } from './sheet.ts';

type Entry = SearchDocument['ranking'][number];

/** The best candidates of a space, or the front of score against cost. */
export function searchReport(document: SearchDocument): Report {
  const { ranking } = document;
  return {
    document,
    main: sheetOf(titleOf(document), ranking, columnsOf(document)),
    others: [],
    notesWithCsv: true,
    rowName: 'entry',
    items: ranking,
    extras: {},
  };
}

function titleOf({ settings, candidates, measured, ranking }: SearchDocument): string {
  const { constraints, cost, atLeast, atMost } = settings;
  const limits = [
    ...constraints,
    ...(atLeast === undefined ? [] : [`score >= ${atLeast}`]),
    ...(atMost === undefined ? [] : [`score <= ${atMost}`]),
  ];
  return [
    titleOfSettings(settings),
    `exact: the optimum over ${formatCount(BigInt(candidates))} candidates, from ${counted(measured, 'model')}`,
    ...(limits.length === 0 ? [] : [`constraints: ${limits.join(', ')}`]),
    ...(cost === undefined
      ? []
      : [
          ...describeCost(cost),
          `front: ${counted(ranking.length, 'point')}; no other candidate scores as high for less, or higher for as much`,
        ]),
  ].join('\n');
}

function columnsOf({ settings, ranking }: SearchDocument): ItemColumn<Entry>[] {
  const { cost, proxy } = settings;
  const differ = ranking.some(({ arrangements }) => arrangements !== '1');
  const capacityColumn = (key: keyof Entry['capacity'], title: string): ItemColumn<Entry> =>
    column(key, title, ({ capacity }) => capacity[key], {
      dataOnly: key === 'embedding' || cost !== undefined || proxy !== undefined,
    });
  return [
    column('rank', 'rank', ({ rank }) => rank),
    column('id', 'id', ({ id }) => id),
    column('score', 'score', ({ score }) => score),
    ...(cost === undefined
      ? []
      : [column('cost', titleOfCost(cost), (entry: Entry) => entry.cost?.value ?? null)]),
    capacityColumn('attention', 'attention'),
    capacityColumn('feedForward', 'feed-forward'),
    capacityColumn('embedding', 'embedding'),
    column('parameters', 'parameters', ({ parameters }) => parameters.total, {
      dataOnly: cost?.name === 'params',
    }),
    column('arrangements', 'orders', ({ arrangements }) => formatCount(BigInt(arrangements)), {
      dataOnly: !differ,
    }),
  ];
}
