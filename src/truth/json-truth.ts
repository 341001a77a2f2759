import { z } from 'zod';
import { formatPath, quote, type Problem } from '../problem.ts';
import { ProblemTally, READ_NO_FURTHER } from '../problem-tally.ts';
import { failure, success, type Result } from '../result.ts';
import { findNameProblem, FOUND_KEY, RECORD_KEYS } from '../formats/common-keys.ts';
import { checkValue } from '../input/check-value.ts';
import { placed, type SplitRecords } from '../input/split-records.ts';
import { rowsFrom, type TruthRow, type TruthRows } from './truth-row.ts';

const recordWithId = z.looseObject({ ...RECORD_KEYS, id: RECORD_KEYS.id.unwrap() });

/** A record that has passed its schema. */
interface Checked {
  readonly id: string;
  readonly place: number;
  readonly hasScores: boolean;
  /** Its scores, or all of it but the id. */
  readonly values: object;
}

/** The rows of parsed records: an object by id, or records with an id. */
export function rowsOfRecords(
  { values, placeOf, problems }: SplitRecords,
  path: string,
): Result<TruthRows, Problem[]> {
  if (problems.length > 0) return failure([...problems]);
  const [first] = values;
  if (values.length > 0 && placeOf(0) === 0 && isObject(first) && !('id' in first)) {
    return success(rowsById(first, path));
  }
  const checked: Checked[] = [];
  const wrong = new ProblemTally();
  for (const [index, value] of values.entries()) {
    if (wrong.isEnough) {
      wrong.add([READ_NO_FURTHER]);
      break;
    }
    const place = placeOf(index);
    const source = placed(path, place);
    if (!isObject(value)) {
      const message = `${quote(value)}: expected a record with an "id" and a quality`;
      wrong.add([{ source, path: '', message }]);
      continue;
    }
    const misnamed = findNameProblem(value);
    if (misnamed !== null) wrong.add([{ source, ...misnamed }]);
    const record = checkValue(recordWithId, value, source);
    if (record.ok) {
      const { id, scores, [FOUND_KEY]: _, ...rest } = record.value;
      const hasScores = scores !== undefined;
      checked.push({ id: String(id), place, hasScores, values: scores ?? rest });
    } else {
      wrong.add(record.reason);
    }
  }
  return wrong.count > 0 ? failure(wrong.listed()) : success(rowsOfChecked(checked, path));
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function rowsOfChecked(records: readonly Checked[], path: string): TruthRows {
  return rowsFrom(function* () {
    for (const { id, place, hasScores, values } of records) {
      yield {
        id,
        source: placed(path, place),
        pathOf: (quality) => formatPath(hasScores ? ['scores', quality] : [quality]),
        values: new Map<string, unknown>(Object.entries(values)),
      };
    }
  });
}

function rowsById(byId: object, path: string): TruthRows {
  const ids = Object.keys(byId);
  return rowsFrom(function* () {
    for (const id of ids) yield rowById(id, Reflect.get(byId, id), path);
  });
}

function rowById(id: string, value: unknown, source: string): TruthRow {
  const own = isObject(value);
  return {
    id,
    source,
    pathOf: (quality) => formatPath(own ? [id, quality] : [id]),
    values: new Map<string, unknown>(Object.entries(own ? value : { quality: value })),
  };
}
