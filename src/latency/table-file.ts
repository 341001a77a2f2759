import { z } from 'zod';
import { checkValue } from '../input/check-value.ts';
import { FILE_LIMITS } from '../input/limits.ts';
import { parseJson } from '../input/parse-json.ts';
import { readText } from '../input/read-text.ts';
import { quote, type Problem } from '../problem.ts';
import { failure, success, type Result } from '../result.ts';
import { VERSION } from '../version.ts';
import { LatencyTable, MAX_PARTS } from './latency-table.ts';

/** Version of the form of a table, and of what its keys name; a file of another one is refused. */
const TABLE_VERSION = 1;

const text = z.string({ error: 'expected a text' });
const positive = z.int({ error: 'expected a whole number' }).min(1);

const partTime = z.strictObject({
  key: z.string().regex(/^[0-9a-f]{32}$/, { error: 'expected 32 hexadecimal digits' }),
  name: text,
  repeats: positive,
  medians: z.array(z.number().nonnegative()).min(2),
  nanoseconds: z.int().nonnegative(),
});

/** A latency table as a file holds it. */
export const latencyTableFile = z.strictObject({
  tableVersion: z.literal(TABLE_VERSION),
  version: text.describe('Of the zerolm that wrote it last'),
  machine: z.strictObject({
    processor: text,
    cores: positive,
    platform: text,
    onnxruntime: text,
  }),
  batch: positive,
  sequenceLength: positive,
  threads: positive,
  parts: z.array(partTime).max(MAX_PARTS),
});

/** The text of a table; equal tables give equal bytes. */
export function formatTable({ settings, machine, times }: LatencyTable): string {
  const { batch, sequenceLength, threads } = settings;
  const content: z.infer<typeof latencyTableFile> = {
    tableVersion: TABLE_VERSION,
    version: VERSION,
    machine,
    ...{ batch, sequenceLength, threads },
    parts: times.map((time) => ({ ...time, medians: [...time.medians] })),
  };
  return `${JSON.stringify(latencyTableFile.parse(content), null, 2)}\n`;
}

/** Reads a table; every key that is missing, wrong or unknown is a problem. */
export async function readTable(path: string): Promise<Result<LatencyTable, readonly Problem[]>> {
  const read = await readText(path, FILE_LIMITS.latencyTable);
  if (!read.ok) return refuse(path, read.reason);
  const parsed = parseJson(read.value);
  if (!parsed.ok) {
    const { line, column, message } = parsed.reason;
    return refuse(`${path}:${line}:${column}`, message);
  }
  const { value } = parsed;
  if (typeof value !== 'object' || value === null || !('tableVersion' in value)) {
    return refuse(
      path,
      'no tableVersion: expected a table that zerolm latency --table has written',
    );
  }
  // Before all else: what another version holds is not wrong by the rules of this one.
  if (value.tableVersion !== TABLE_VERSION) {
    const message = `${quote(value.tableVersion)}: expected ${TABLE_VERSION}, the version that this zerolm reads; measure anew with zerolm latency --table and another file`;
    return refuse(path, message, 'tableVersion');
  }
  const checked = checkValue(latencyTableFile, value, path);
  if (!checked.ok) return checked;
  const { machine, batch, sequenceLength, threads, parts } = checked.value;
  return success(new LatencyTable({ batch, sequenceLength, threads }, machine, parts));
}

function refuse(source: string, message: string, path = ''): Result<never, readonly Problem[]> {
  return failure([{ source, path, message }]);
}
