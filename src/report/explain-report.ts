import { titleOfSettings } from './describe-settings.ts';
import type { ExplainDocument } from './documents/explain-document.ts';
import { formatNumber } from './format-number.ts';
import { PART_NAMES } from './part-names.ts';
import { column, sheetOf, type Cell, type Report, type Sheet } from './sheet.ts';

/** Why one architecture outranks another: contributions, and what would turn the order. */
export function explainReport(document: ExplainDocument): Report {
  const { a, b, contributions, rounding, difference, changes, changesTried, outranks } = document;
  const title = [
    verdictOf(document),
    titleOfSettings(document.settings),
    ...(outranks === 'b'
      ? [
          `contributions: of ${a.id} less those of ${b.id}, so that what speaks for ${b.id} is below 0`,
        ]
      : []),
    ...(outranks !== null && changes.length === 0
      ? [`no single change turns the order: ${triedOf(document)}`]
      : []),
  ];
  return {
    document,
    main: {
      title: title.join('\n'),
      columns: [
        { key: 'subModule', title: 'sub-module' },
        { key: 'block', title: 'block' },
        { key: 'contribution', title: 'contribution' },
        { key: 'capacityA', title: `in ${inShort(a.id, 'a')}` },
        { key: 'capacityB', title: `in ${inShort(b.id, 'b')}` },
      ],
      rows: [
        ...contributions.map(({ subModule, block, contribution, capacity, amount }): Cell[] => [
          PART_NAMES[subModule],
          block,
          contribution,
          (capacity ?? amount)?.a ?? null,
          (capacity ?? amount)?.b ?? null,
        ]),
        ...rounding.map((value): Cell[] => ['rounding', null, value, null, null]),
        ['difference of the scores', null, difference, null, null],
      ],
    },
    others: changes.length === 0 ? [] : [changeSheet(document)],
    notesWithCsv: true,
    rowName: 'contribution',
    items: contributions,
    extras: {
      rounding: { values: rounding },
      difference: { difference, outranks, a, b },
      changes: { changes, changesTried },
    },
  };
}

function verdictOf({ a, b, outranks, difference }: ExplainDocument): string {
  const [first, second] = outranks === 'b' ? [b, a] : [a, b];
  const scores = `${formatNumber(first.score)} and ${formatNumber(second.score)}`;
  return outranks === null
    ? `${a.id} and ${b.id} have equal scores: ${scores}`
    : `${first.id} outranks ${second.id} by ${formatNumber(Math.abs(difference))}: ${scores}`;
}

/** Longest id that heads a column; a table has to fit 80 characters. */
const MAX_TITLE = 12;

function inShort(id: string, otherwise: string): string {
  return id.length <= MAX_TITLE ? id : otherwise;
}

function triedOf({ changesTried, settings }: ExplainDocument): string {
  const from =
    settings.choices === 'inferred' ? 'inferred choices' : `choices of ${settings.choices}`;
  return `${changesTried} tried, ${from}`;
}

function changeSheet(document: ExplainDocument): Sheet {
  const title = `Smallest single changes that turn the order, by parameters: ${triedOf(document)}`;
  return sheetOf(title, document.changes, [
    column('id', 'of', ({ id }) => id),
    column('path', 'field', ({ path }) => path),
    column('from', 'from', ({ from }) => from),
    column('to', 'to', ({ to }) => to),
    column('score', 'score', ({ score }) => score),
    column('relativeChange', 'parameters', ({ parameters: { before, after } }) => {
      const change = (100 * (after - before)) / before;
      return `${change > 0 ? '+' : ''}${change.toPrecision(3)} %`;
    }),
  ]);
}
