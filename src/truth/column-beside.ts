import { quote, type Problem } from '../problem.ts';
import { ProblemTally } from '../problem-tally.ts';
import { failure, success, type Result } from '../result.ts';
import type { TruthRows } from './truth-row.ts';

/** A column of a truth that is no quality, such as the tokens of the training. */
export interface ColumnBeside {
  /** By id, where the column has a number or a text; empty where there is no such column. */
  readonly values: ReadonlyMap<string, number | string>;
  /** The names of all columns. */
  readonly columns: readonly string[];
}

/** A column by its name. Rows of one id have to agree in it. */
export function columnBeside(rows: TruthRows, name: string): Result<ColumnBeside, Problem[]> {
  const values = new Map<string, number | string>();
  const columns = new Set<string>();
  const problems = new ProblemTally();
  for (const { id, source, pathOf, values: own } of rows) {
    for (const column of own.keys()) columns.add(column);
    const value = own.get(name);
    if (value === undefined || value === null || value === '') continue;
    const known = values.get(id) ?? value;
    if (typeof value !== 'number' && typeof value !== 'string') {
      const message = `${quote(value)} for id ${quote(id)}: expected a number or a text`;
      problems.add([{ source, path: pathOf(name), message }]);
    } else if (known === value) {
      values.set(id, value);
    } else {
      const message = `id ${quote(id)} has ${quote(known)} and ${quote(value)} here: expected one value for all its rows`;
      problems.add([{ source, path: pathOf(name), message }]);
    }
  }
  if (problems.count > 0) return failure(problems.listed());
  return success({ values, columns: [...columns] });
}
