import {
  isScalar,
  Lexer,
  LineCounter,
  parseDocument,
  visit,
  type CollectionTag,
  type Document,
} from 'yaml';
import { failure, success, type Result } from '../result.ts';
import { MAX_YAML_ALIASES, MAX_YAML_LENGTH, MAX_YAML_TOKENS } from './limits.ts';
import type { JsonProblem } from './parse-json.ts';

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
  const excess = findExcess(text);
  if (excess !== undefined) {
    return refuse(`too large: expected at most ${excess}; convert the file to JSON, or split it`);
  }
  try {
    const lineCounter = new LineCounter();
    const document = parseDocument(text, {
      customTags: [TUPLE],
      merge: true,
      lineCounter,
      // The parser compares each key with all before it; `repeatedKeyIn` looks them up.
      uniqueKeys: false,
    });
    const [problem] = [...document.errors, ...document.warnings];
    if (problem !== undefined) {
      const [place] = problem.linePos ?? [];
      return refuse(inShort(problem.code, problem.message), place?.line, place?.col);
    }
    const repeated = repeatedKeyIn(document);
    if (repeated !== undefined) {
      const { line, col } = lineCounter.linePos(repeated);
      return refuse('a key occurs twice in one map; keep one', line, col);
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

/** What a text has too much of for the parser, found without parsing it: it holds every token. */
function findExcess(text: string): string | undefined {
  if (text.length > MAX_YAML_LENGTH) return `${MAX_YAML_LENGTH} characters`;
  let tokens = 0;
  let aliases = 0;
  for (const token of new Lexer().lex(text)) {
    tokens += 1;
    if (token.startsWith('*')) aliases += 1;
    if (tokens > MAX_YAML_TOKENS) return `${MAX_YAML_TOKENS} tokens`;
    if (aliases > MAX_YAML_ALIASES) return `${MAX_YAML_ALIASES} aliases`;
  }
  return undefined;
}

/** The offset of the first key that occurs twice in one map, of which the last would be taken. */
function repeatedKeyIn(document: Document): number | undefined {
  let found: number | undefined;
  visit(document, {
    Map: (_, { items }) => {
      const seen = new Set<unknown>();
      for (const { key } of items) {
        const value = isScalar(key) ? key.value : key;
        if (seen.has(value)) {
          found = isScalar(key) ? key.range?.[0] : 0;
          return visit.BREAK;
        }
        seen.add(value);
      }
      return undefined;
    },
  });
  return found;
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
  if (message.startsWith('Maximum call stack')) return 'nested too deeply';
  if (code === 'MULTIPLE_DOCS') return 'several documents in one file: expected one';
  const [first = ''] = message.split(/ at line \d+|\n/);
  return `${first.charAt(0).toLowerCase()}${first.slice(1)}`;
}
