import { stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { z } from 'zod';
import { ID_EXPECTATION, isId } from '../formats/common-keys.ts';
import { isYaml } from '../input/input-file.ts';
import { readText } from '../input/read-text.ts';
import { placed, splitRecords, splitYaml, type RawRecord } from '../input/split-records.ts';
import { quote, type Problem } from '../problem.ts';
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
    const ids = fileOrList
      .split(',')
      .map((id) => ({ value: id.trim(), source: '--ids', place: 0 }));
    return collect(ids);
  }
  const text = await readText(fileOrList);
  if (!text.ok) return refuse(text.reason);
  const { records, problems } = isYaml(fileOrList)
    ? await splitYaml(text.value, fileOrList)
    : /^\s*[[{"]/.test(text.value)
      ? splitRecords(text.value, fileOrList)
      : { records: await recordsOfLines(text.value, fileOrList), problems: [] };
  if (problems.length > 0) return failure([...problems]);
  return records.length === 0 ? refuse('empty: expected an id a line') : collect(records);
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => !found.isDirectory(),
    () => false,
  );
}

/** The lines of a text, or the column `id` of a CSV that has one. */
async function recordsOfLines(text: string, path: string): Promise<RawRecord[]> {
  const lines = text.split('\n').map((line) => line.trim());
  const [header = ''] = lines;
  const column = header.split(',').indexOf('id');
  const isCsv = column !== -1 && header.includes(',');
  // Loaded for a CSV alone.
  const parse = isCsv ? (await import('csv-parse/sync')).parse : undefined;
  return lines.flatMap((line, index) => {
    if (line === '' || (index === 0 && column !== -1)) return [];
    const [row = []] = parse?.(line, { relax_column_count: true, relax_quotes: true }) ?? [];
    const value = parse === undefined ? line : row[column];
    return [{ value, place: index + 1, source: placed(path, index + 1) }];
  });
}

function collect(records: readonly RawRecord[]): Result<ReadonlySet<string>, Problem[]> {
  const ids = new Set<string>();
  const problems: Problem[] = [];
  for (const { value, source } of records) {
    const read = idOrRecord.safeParse(value);
    const id = read.success ? String(typeof read.data === 'object' ? read.data.id : read.data) : '';
    if (isId(id)) ids.add(id);
    else problems.push({ source, path: '', message: `${quote(value)}: ${ID_EXPECTATION}` });
  }
  return problems.length > 0 ? failure(problems) : success(ids);
}
