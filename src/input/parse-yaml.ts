import { LineCounter, parseDocument, visit, type CollectionTag, type Document } from 'yaml';
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
 * The value of one YAML document (1.2, core schema), or why there is none. Merge keys (`<<`) are read,
 * as PyYAML does. Refused are a key that occurs twice in one map, tags that are not YAML's own,
 * aliases that expand too much, and whole numbers with leading zeros, which YAML 1.1 reads as octal.
 */
export function parseYaml(text: string): Result<unknown, JsonProblem> {
  const refuse = (message: string, line = 1, column = 1): Result<never, JsonProblem> =>
    failure({ line, column, message: `not YAML: ${message}` });
  if (text.length > MAX_YAML_LENGTH) {
    return refuse(`too long: expected at most ${MAX_YAML_LENGTH} characters; split the file`);
  }
  try {
    const lineCounter = new LineCounter();
    const document = parseDocument(text, { customTags: [TUPLE], merge: true, lineCounter });
    const [problem] = [...document.errors, ...document.warnings];
    if (problem !== undefined) {
      const [place] = problem.linePos ?? [];
      return refuse(inShort(problem.code, problem.message), place?.line, place?.col);
    }
    const octal = octalIn(document);
    if (octal !== undefined) {
      const { line, col } = lineCounter.linePos(octal.offset);
      return refuse(
        `${octal.source}: ambiguous: ${parseInt(octal.source, 8)} in YAML 1.1, as PyYAML reads it, and ${Number(octal.source)} in YAML 1.2; write it without leading zeros`,
        line,
        col,
      );
    }
    // The parser's own limit on aliases: it counts what they expand to.
    const value: unknown = document.toJS({ maxAliasCount: 100 });
    return text.includes('*') && isCircular(value)
      ? refuse('an alias names something that it is part of')
      : success(value);
  } catch (error) {
    return refuse(error instanceof Error ? inShort('', error.message) : String(error));
  }
}

/** The first number that YAML 1.1 reads as octal, and YAML 1.2 as decimal. */
function octalIn(document: Document): { source: string; offset: number } | undefined {
  let found: { source: string; offset: number } | undefined;
  visit(document, {
    Scalar: (_, { source = '', value, range }) => {
      if (typeof value !== 'number' || !/^[-+]?0[0-7]+$/.test(source)) return undefined;
      found = { source, offset: range?.[0] ?? 0 };
      return visit.BREAK;
    },
  });
  return found;
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
  if (code === 'DUPLICATE_KEY') return 'a key occurs twice in one map; keep one';
  if (message.startsWith('Maximum call stack')) return 'nested too deeply';
  if (code === 'MULTIPLE_DOCS') return 'several documents in one file: expected one';
  const [first = ''] = message.split(/ at line \d+|\n/);
  return `${first.charAt(0).toLowerCase()}${first.slice(1)}`;
}
