import { stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { z } from 'zod';
import { ID_EXPECTATION, isId } from '../formats/common-keys.ts';
import { isYaml } from '../input/input-file.ts';
import { FILE_LIMITS } from '../input/limits.ts';
import { readText } from '../input/read-text.ts';
import { placed, splitRecords, splitYaml, type SplitRecords } from '../input/split-records.ts';
import { quote, type Problem } from '../problem.ts';
import { ProblemTally, READ_NO_FURTHER } from '../problem-tally.ts';
import { failure, success, type Result } from '../result.ts';

/** Endings of files: a name with one of them is no id. */
const ENDINGS = ['.txt', '.csv', '.json', '.ndjson', '.jsonl', '.yaml', '.yml'];

/** An id, or a record with one; other outputs of ours name the column so too. */
const idOrRecord = z.union([
  z.string(),
  z.int(),
  z.looseObject({ id: z.union([z.string(), z.int()]) }),
]);

/**
 * Ids in a file, or with commas between them where there is no such file. A file has an id a line, or
 * is a CSV with a column `id`, or JSON, NDJSON or YAML: ids, or records that have one.
 *
 * @returns the ids, or every problem with them; none at all is one
 */
export async function readIds(fileOrList: string): Promise<Result<ReadonlySet<string>, Problem[]>> {
  const refuse = (message: string): Result<never, Problem[]> =>
    failure([{ source: '--ids', path: '', message: `${quote(fileOrList)}: ${message}` }]);
  if (!(await isFile(fileOrList))) {
    if (ENDINGS.includes(extname(fileOrList).toLowerCase())) return refuse('no such file');
    return collect(
      fileOrList.split(',').map((id) => id.trim()),
      () => '--ids',
    );
  }
  const text = await readText(fileOrList, FILE_LIMITS.ids);
  if (!text.ok) return refuse(text.reason);
  const { values, placeOf, problems } = isYaml(fileOrList)
    ? await splitYaml(text.value, fileOrList)
    : /^\s*[[{"]/.test(text.value)
      ? splitRecords(text.value, fileOrList)
      : await recordsOfLines(text.value);
  if (problems.length > 0) return failure([...problems]);
  return values.length === 0
    ? refuse('empty: expected an id a line')
    : collect(values, (index) => placed(fileOrList, placeOf(index)));
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => !found.isDirectory(),
    () => false,
  );
}

/** The lines of a file, or the column `id` of a CSV that has one. */
async function recordsOfLines(text: string): Promise<SplitRecords> {
  const lines = text.split('\n').map((line) => line.trim());
  const [header = ''] = lines;
  const column = header.split(',').indexOf('id');
  const isCsv = column !== -1 && header.includes(',');
  // Loaded for a CSV alone.
  const parse = isCsv ? (await import('csv-parse/sync')).parse : undefined;
  const values: unknown[] = [];
  const places: number[] = [];
  for (const [index, line] of lines.entries()) {
    if (line === '' || (index === 0 && column !== -1)) continue;
    const [row = []] = parse?.(line, { relax_column_count: true, relax_quotes: true }) ?? [];
    values.push(parse === undefined ? line : row[column]);
    places.push(index + 1);
  }
  return { values, placeOf: (index) => places[index] ?? 0, problems: [] };
}

function collect(
  values: readonly unknown[],
  sourceOf: (index: number) => string,
): Result<ReadonlySet<string>, Problem[]> {
  const ids = new Set<string>();
  const problems = new ProblemTally();
  for (const [index, value] of values.entries()) {
    const read = idOrRecord.safeParse(value);
    const id = read.success ? String(typeof read.data === 'object' ? read.data.id : read.data) : '';
    if (isId(id)) {
      ids.add(id);
      continue;
    }
    const message = `${quote(value)}: ${ID_EXPECTATION}`;
    problems.add([{ source: sourceOf(index), path: '', message }]);
    if (problems.isEnough) {
      problems.add([READ_NO_FURTHER]);
      break;
    }
  }
  return problems.count > 0 ? failure(problems.listed()) : success(ids);
}
