import { FILE_LIMITS } from '../input/limits.ts';
import { parseJson } from '../input/parse-json.ts';
import { readText } from '../input/read-text.ts';
import { isYaml } from '../input/input-file.ts';
import { orList } from '../formats/expectations.ts';
import { formatPath, namesInShort, quote, type Problem } from '../problem.ts';
import { failure, success, type Result } from '../result.ts';
import { compileConstraint, type Constraint } from './constraint.ts';
import type { QuantitySettings } from './quantities.ts';
import { lookUpFields } from './look-up-fields.ts';
import { MAX_CHOICES, type SearchSpace } from './search-space.ts';
import { SPACE_FORMS } from './space-forms.ts';
import { longestWalk } from './space-size.ts';

/**
 * The search space in a JSON or YAML file, or everything that is wrong with it.
 *
 * @param quantities what its constraints depend on; see {@link QuantitySettings}
 */
export async function readSearchSpace(
  path: string,
  quantities?: QuantitySettings,
): Promise<Result<SearchSpace, Problem[]>> {
  const text = await readText(path, FILE_LIMITS.space);
  if (!text.ok) return failure([{ source: path, path: '', message: text.reason }]);
  const parsed = await parse(text.value, path);
  if (parsed.ok) return parseSearchSpace(parsed.value, path, quantities);
  const { line, column, message } = parsed.reason;
  return failure([{ source: `${path}:${line}:${column}`, path: '', message }]);
}

/** Whether a file is meant to be a search space, by its keys; false of what can't be read. */
export async function holdsSearchSpace(path: string): Promise<boolean> {
  if (path === '-') return false;
  const text = await readText(path, FILE_LIMITS.space);
  if (!text.ok) return false;
  const parsed = await parse(text.value, path);
  if (!parsed.ok) return false;
  const { value } = parsed;
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    SPACE_FORMS.some(({ recognizes }) => recognizes(value))
  );
}

async function parse(text: string, path: string): Promise<ReturnType<typeof parseJson>> {
  if (!isYaml(path)) return parseJson(text);
  // Loaded on demand: few spaces are YAML.
  const { parseYaml } = await import('../input/parse-yaml.ts');
  return parseYaml(text);
}

/**
 * The search space that a parsed file describes.
 *
 * @param source the name of the file in problems
 * @param quantities what its constraints depend on; see {@link QuantitySettings}
 */
export async function parseSearchSpace(
  value: unknown,
  source: string,
  quantities?: QuantitySettings,
): Promise<Result<SearchSpace, Problem[]>> {
  const refuse = (message: string): Result<never, Problem[]> =>
    failure([{ source, path: '', message }]);
  const expected = `expected an object with ${orList(SPACE_FORMS.map(({ looksLike }) => looksLike))}`;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return refuse(`${quote(value)} is no search space: ${expected}`);
  }
  const form = SPACE_FORMS.find(({ recognizes }) => recognizes(value));
  if (form === undefined) {
    const keys = Object.keys(value);
    const what = keys.length === 0 ? 'an empty object' : `an object with ${namesInShort(keys, 5)}`;
    return refuse(`${what} is no search space: ${expected}`);
  }
  const read = await form.read(value, source);
  if (!read.ok) return read;
  const { space, constraints, chosen = [], warnings: own } = read.value;
  const length = longestWalk(space.axes);
  if (length > MAX_CHOICES) {
    return refuse(
      `${length} choices along one candidate: expected at most ${MAX_CHOICES}; leave out layers, or fields of a layer`,
    );
  }
  const { problems, warnings } = space.alwaysValid
    ? { problems: [], warnings: [] }
    : lookUpFields(space, chosen);
  const placeOf = (index: number): Omit<Problem, 'message'> => ({
    source,
    path: formatPath(['constraints', index]),
  });
  const compiled = compileConstraints(constraints, placeOf, quantities);
  if (!compiled.ok) return failure([...problems, ...compiled.reason]);
  if (problems.length > 0) return failure([...problems]);
  return success({ ...space, constraints: compiled.value, warnings: own ?? warnings });
}

/**
 * The constraints in texts, or every problem with them.
 *
 * @param placeOf the place of a constraint by its number
 */
export function compileConstraints(
  texts: readonly string[],
  placeOf: (index: number) => Omit<Problem, 'message'>,
  quantities?: QuantitySettings,
): Result<Constraint[], Problem[]> {
  const compiled: Constraint[] = [];
  const problems: Problem[] = [];
  for (const [index, text] of texts.entries()) {
    const constraint = compileConstraint(text, quantities);
    if (constraint.ok) compiled.push(constraint.value);
    else problems.push({ ...placeOf(index), message: `${quote(text)}: ${constraint.reason}` });
  }
  return problems.length > 0 ? failure(problems) : success(compiled);
}
