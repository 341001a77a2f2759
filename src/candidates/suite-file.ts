import { access } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { BUILDS, LTS_FAMILIES } from '../formats/candidate-format.ts';
import { listOf, oneOf } from '../formats/expectations.ts';
import { checkValue } from '../input/check-value.ts';
import { FILE_LIMITS } from '../input/limits.ts';
import { parseYaml } from '../input/parse-yaml.ts';
import { describeFileError, readText } from '../input/read-text.ts';
import { strictProblems } from '../input/strict-problems.ts';
import { formatPath, quote, type Problem } from '../problem.ts';
import { failure, success, type Result } from '../result.ts';
import { findSpecFiles } from './find-spec-files.ts';

/** Most data sets: each is a column of a table. */
const MAX_SETS = 1000;

/** Most inputs of one set. */
const MAX_INPUTS = 1000;

/** Which end of a quality is the good one. */
const DIRECTIONS = ['higher-is-better', 'lower-is-better'] as const;

/** Longest name of a set: it heads a column. */
const MAX_NAME = 40;

const path = z.string({ error: 'expected a path' }).min(1, { error: 'expected a path' });
const text = z.string({ error: 'expected a text' }).min(1, { error: 'expected a text' });
const name = z
  .string({ error: `expected a name of 1 to ${MAX_NAME} characters` })
  .regex(new RegExp(`^[\\p{L}\\p{N}\\p{P}\\p{S} ]{1,${MAX_NAME}}$`, 'u'), {
    error: `expected a name of 1 to ${MAX_NAME} characters`,
  });

const set = z.strictObject(
  {
    name,
    inputs: z
      .union([path, listOf(path, MAX_INPUTS, 'expected a path or a list of paths')], {
        error: 'expected a path or a list of paths',
      })
      .describe('Files with specs, or folders of such files, relative to this file'),
    truth: path.optional().describe('Measured quality by id; without it the records carry it'),
    column: text.optional().describe('The quality, where there are several'),
    direction: oneOf(DIRECTIONS).optional().describe('By the name of the quality if absent'),
    build: oneOf(BUILDS).optional(),
    family: oneOf(LTS_FAMILIES).optional(),
    within: text.optional().describe('A field or a column inside which tau is taken, as tokens:5%'),
  },
  { error: 'expected an object with name and inputs' },
);

/** A file for `zerolm evaluate --suite`. */
export const suiteFile = z.strictObject(
  {
    $schema: z.string().optional(),
    sets: z
      .array(set, { error: `expected a list of 2 to ${MAX_SETS} data sets` })
      .min(2, { error: `expected a list of 2 to ${MAX_SETS} data sets`, abort: true })
      .max(MAX_SETS, { error: `expected a list of 2 to ${MAX_SETS} data sets`, abort: true }),
  },
  { error: 'expected an object with a list of sets' },
);

/** One data set, its paths as the program takes them. */
export type SuiteSet = Omit<z.infer<typeof set>, 'inputs'> & { readonly inputs: readonly string[] };

/** The data sets of a file; refused with every key that is wrong and every file that is missing. */
export async function readSuite(file: string): Promise<Result<readonly SuiteSet[], Problem[]>> {
  const refuse = (message: string, source = file): Result<never, Problem[]> =>
    failure([{ source, path: '', message }]);
  const read = await readText(file, FILE_LIMITS.settings);
  if (!read.ok) return refuse(read.reason);
  // JSON is YAML as well.
  const parsed = parseYaml(read.value);
  if (!parsed.ok) {
    const { line, column, message } = parsed.reason;
    return refuse(message, `${file}:${line}:${column}`);
  }
  const checked = checkValue(suiteFile, parsed.value, file, (error, value, source) =>
    strictProblems(error, value, source, (at) =>
      Object.keys(at.length === 0 ? suiteFile.shape : set.shape),
    ),
  );
  if (!checked.ok) return checked;
  const folder = dirname(file);
  const sets = checked.value.sets.map((one) => ({
    ...one,
    inputs: [one.inputs].flat().map((input) => join(folder, input)),
    ...(one.truth !== undefined && { truth: join(folder, one.truth) }),
  }));
  const problems = [...repeatedNames(sets, file), ...(await missingFiles(sets))];
  return problems.length > 0 ? failure(problems) : success(sets);
}

function repeatedNames(sets: readonly SuiteSet[], source: string): Problem[] {
  const seen = new Set<string>();
  return sets.flatMap(({ name: own }, index) => {
    if (seen.size !== seen.add(own).size) return [];
    const message = `${quote(own)}: another set has this name; give each its own`;
    return [{ source, path: formatPath(['sets', index, 'name']), message }];
  });
}

/** Files that can't be found, looked for before the first set is evaluated. */
async function missingFiles(sets: readonly SuiteSet[]): Promise<Problem[]> {
  const problems = sets.map(async ({ inputs, truth }) => {
    const found = await Promise.all(inputs.map((input) => findSpecFiles(input)));
    const own = found.flatMap((files) => files.problems);
    return truth === undefined ? own : [...own, ...(await missing(truth))];
  });
  return (await Promise.all(problems)).flat();
}

async function missing(file: string): Promise<Problem[]> {
  try {
    await access(file);
    return [];
  } catch (error) {
    return [{ source: file, path: '', message: describeFileError(error) }];
  }
}
