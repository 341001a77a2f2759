import { parseDocument, type CollectionTag } from 'yaml';
import { failure, success, type Result } from '../result.ts';
import type { JsonProblem } from './parse-json.ts';

/**
 * Longest YAML text in UTF-16 units: the parser keeps some hundred bytes for each. That of a
 * published summary of 200 models has 2^16.
 */
export const MAX_YAML_LENGTH = 2 ** 23;

/** What PyYAML writes for a tuple. */
const TUPLE: CollectionTag = {
  tag: 'tag:yaml.org,2002:python/tuple',
  collection: 'seq',
  resolve: (sequence) => sequence,
};

/**
 * Parses one YAML document (1.2, core schema) to what JSON could hold as well. A key that stands
 * twice in one map, a tag that is none of YAML's own and aliases that multiply what they stand for
 * are refused.
 */
export function parseYaml(text: string): Result<unknown, JsonProblem> {
  const refuse = (message: string, line = 1, column = 1): Result<never, JsonProblem> =>
    failure({ line, column, message: `not YAML: ${message}` });
  if (text.length > MAX_YAML_LENGTH) {
    return refuse(`too long: expected at most ${MAX_YAML_LENGTH} characters; split the file`);
  }
  try {
    const document = parseDocument(text, { customTags: [TUPLE] });
    const [problem] = [...document.errors, ...document.warnings];
    if (problem !== undefined) {
      const [place] = problem.linePos ?? [];
      return refuse(inShort(problem.code, problem.message), place?.line, place?.col);
    }
    // The parser's own limit on aliases: it counts what they expand to.
    const value: unknown = document.toJS({ maxAliasCount: 100 });
    return text.includes('*') && isCircular(value)
      ? refuse('an alias stands for something that it is part of')
      : success(value);
  } catch (error) {
    return refuse(error instanceof Error ? inShort('', error.message) : String(error));
  }
}

/** Whether a value is part of itself, by the engine's own search. */
function isCircular(value: unknown): boolean {
  try {
    JSON.stringify(value);
    return false;
  } catch (error) {
    if (error instanceof TypeError) return true;
    throw error;
  }
}

/** The parser's message without its excerpt of the text. */
function inShort(code: string, message: string): string {
  if (code === 'DUPLICATE_KEY') return 'a key stands twice in one map; keep one';
  if (message.startsWith('Maximum call stack')) return 'nested too deeply';
  if (code === 'MULTIPLE_DOCS') return 'several documents in one file: expected one';
  const [first = ''] = message.split(/ at line \d+|\n/);
  return `${first.charAt(0).toLowerCase()}${first.slice(1)}`;
}
