import { titleOfSettings } from './describe-settings.ts';
import type { ExplainDocument } from './documents/explain-document.ts';
import { formatNumber } from './format-number.ts';
import type { Cell, Report, Sheet } from './sheet.ts';

const NAMES = {
  attention: 'attention',
  feedForward: 'feed-forward',
  embedding: 'embedding',
} as const;

/** Why one architecture outranks another: contributions, and what would turn the order. */
export function explainReport(document: ExplainDocument): Report {
  const { a, b, contributions, rounding, difference, changes, changesTried, outranks } = document;
  return {
    document,
    main: {
      title: [
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
      ].join('\n'),
      columns: [
        { key: 'subModule', title: 'sub-module' },
        { key: 'block', title: 'block' },
        { key: 'contribution', title: 'contribution' },
        { key: 'capacityA', title: `in ${inShort(a.id, 'a')}` },
        { key: 'capacityB', title: `in ${inShort(b.id, 'b')}` },
      ],
      rows: [
        ...contributions.map(({ subModule, block, contribution, capacity }): Cell[] => [
          NAMES[subModule],
          block,
          contribution,
          capacity.a,
          capacity.b,
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
  const scores = `${formatNumber(a.score)} and ${formatNumber(b.score)}`;
  if (outranks === null) return `${a.id} and ${b.id} have equal scores: ${scores}`;
  const [first, second] = outranks === 'a' ? [a, b] : [b, a];
  return `${first.id} outranks ${second.id} by ${formatNumber(Math.abs(difference))}: ${formatNumber(first.score)} and ${formatNumber(second.score)}`;
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
  const { changes } = document;
  return {
    title: `Smallest single changes that turn the order, by parameters: ${triedOf(document)}`,
    columns: [
      { key: 'id', title: 'of' },
      { key: 'path', title: 'field' },
      { key: 'from', title: 'from' },
      { key: 'to', title: 'to' },
      { key: 'score', title: 'score' },
      { key: 'relativeChange', title: 'parameters' },
    ],
    rows: changes.map(({ id, path, from: before, to, score, parameters }) => [
      id,
      path,
      before,
      to,
      score,
      percent(parameters),
    ]),
  };
}

function percent({ before, after }: { readonly before: number; readonly after: number }): string {
  const change = (100 * (after - before)) / before;
  return `${change > 0 ? '+' : ''}${change.toPrecision(3)} %`;
}
