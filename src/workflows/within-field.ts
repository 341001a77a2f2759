import { ARCHITECTURE_FIELDS, fieldOf } from '../architecture/architecture-fields.ts';
import type { Groups, LeaderboardOptions, Nearness } from '../evaluation/leaderboard-options.ts';
import type { Candidate } from '../formats/candidate-format.ts';
import { nearestName } from '../nearest-name.ts';
import { splitWithin } from '../report/describe-within.ts';
import { formatNumber } from '../report/format-number.ts';
import type { Truth } from '../truth/truth.ts';
import type { Warn } from './define-workflow.ts';
import { Refusal } from './refusal.ts';

/** Within what candidates are compared: `depth`, a column of the truth, or `tokens:5%`. */
export interface WithinField {
  /** As it was given. */
  readonly text: string;
  /** A field of the architecture, or else a column. */
  readonly name: string;
  /** By what part of the larger two values may differ; null where they have to be equal. */
  readonly tolerance: number | null;
  /** The column of the truth that it takes, if it is no field of the architecture. */
  readonly column?: string;
}

/** What `--within` names. Refuses a tolerance that is no percentage above 0 and below 100. */
export function readWithin(text: string): WithinField {
  const { name, percent } = splitWithin(text);
  const tolerance = percent === undefined ? null : Number(percent) / 100;
  if (tolerance !== null && !(tolerance > 0 && tolerance < 1)) {
    throw Refusal.of(
      `--within "${text}": expected a percentage above 0 and below 100, as ${name}:5%`,
    );
  }
  const isField = ARCHITECTURE_FIELDS.includes(name);
  return { text, name, tolerance, ...(!isField && { column: name }) };
}

/**
 * The values of each candidate, as a leaderboard takes them. Refuses a name that is neither a field
 * nor a column, and a tolerance of what is no number above 0. Warns where no two are equal.
 */
export function withinOf(
  { text, name, tolerance, column }: WithinField,
  candidates: readonly Candidate[],
  truth: Pick<Truth, 'beside' | 'source'> | null,
  warn: Warn,
): NonNullable<LeaderboardOptions['within']> {
  const { beside } = truth ?? {};
  if (column !== undefined && (beside === undefined || beside.values.size === 0)) {
    throw Refusal.of(unknownName(text, name, beside?.columns ?? []));
  }
  const values = candidates.map(
    ({ id, architecture }) =>
      (column === undefined ? fieldOf(architecture, name) : beside?.values.get(id)) ?? null,
  );
  return tolerance === null
    ? groupsOf(values, name, warn)
    : nearnessOf(values, text, tolerance, candidates);
}

function groupsOf(values: Groups['groups'], name: string, warn: Warn): Groups {
  const known = values.filter((value) => value !== null);
  const distinct = new Set(known);
  if (known.length > 1 && distinct.size === known.length) {
    const isNumber = known.every((value) => typeof value === 'number');
    const remedy = isNumber ? `; --within ${name}:10% compares those within 10 %` : '';
    const message = `all ${formatNumber(known.length)} candidates differ in ${name}, so that none can be compared within it${remedy}`;
    warn([{ source: '--within', path: '', message }]);
  }
  return { groups: values };
}

function nearnessOf(
  values: Groups['groups'],
  text: string,
  tolerance: number,
  candidates: readonly Candidate[],
): Nearness {
  const wrong = values.findIndex(
    (value) => value !== null && !(typeof value === 'number' && value > 0),
  );
  if (wrong !== -1) {
    const found = String(values[wrong]);
    throw Refusal.of(
      `--within "${text}": "${candidates[wrong]?.id ?? ''}" has ${found}: expected numbers above 0, which are compared by their ratio`,
    );
  }
  return { values: values.map((value) => (typeof value === 'number' ? value : null)), tolerance };
}

function unknownName(text: string, name: string, columns: readonly string[]): string {
  const names = [...ARCHITECTURE_FIELDS, ...columns];
  const nearest = nearestName(name, names);
  const hint = nearest === undefined ? '' : `; did you mean ${nearest}?`;
  const listed =
    columns.length === 0 ? '' : `, or a column of the truth: ${columns.slice(0, 10).join(', ')}`;
  return `--within "${text}": expected ${ARCHITECTURE_FIELDS.join(', ')}${listed}${hint}`;
}
