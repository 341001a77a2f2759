import { z } from 'zod';
import { formatPath, quote, type Problem } from '../problem.ts';
import { failure, success, type Result } from '../result.ts';
import { findNameProblem, RECORD_KEYS } from '../formats/common-keys.ts';
import { schemaProblems } from '../input/schema-problems.ts';
import type { SplitRecords } from '../input/split-records.ts';
import type { TruthRow } from './truth-row.ts';

const recordWithId = z.looseObject({ ...RECORD_KEYS, id: RECORD_KEYS.id.unwrap() });

/** The rows of parsed records: an object by id, or records with an id. */
export function rowsOfRecords(
  { records, problems }: SplitRecords,
  path: string,
): Result<TruthRow[], Problem[]> {
  if (problems.length > 0) return failure([...problems]);
  const [first] = records;
  if (first?.source === path && isObject(first.value) && !('id' in first.value)) {
    return success(Object.entries(first.value).map(([id, value]) => rowById(id, value, path)));
  }
  const rows: TruthRow[] = [];
  const wrong: Problem[] = [];
  for (const { value, source } of records) {
    const row = recordWithId.safeParse(value);
    const misnamed = isObject(value) ? findNameProblem(value) : null;
    if (misnamed !== null) wrong.push({ source, ...misnamed });
    if (row.success) {
      const { id, scores, ...rest } = row.data;
      rows.push({
        id: String(id),
        source,
        pathOf: (quality) => formatPath(scores === undefined ? [quality] : ['scores', quality]),
        values: new Map<string, unknown>(Object.entries(scores ?? rest)),
      });
    } else if (isObject(value)) {
      for (const problem of schemaProblems(row.error, value, source)) wrong.push(problem);
    } else {
      const message = `${quote(value)}: expected a record with an "id" and a quality`;
      wrong.push({ source, path: '', message });
    }
  }
  return wrong.length > 0 ? failure(wrong) : success(rows);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
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
