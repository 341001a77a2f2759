import { isUtf8 } from 'node:buffer';
import { quote } from '../problem.ts';
import { failure, success, type Result } from '../result.ts';
import { jsonExtent } from '../input/json-extent.ts';
import { parseJson } from '../input/parse-json.ts';
import { MAX_HEADER_DEPTH, MAX_HEADER_VALUES } from './limits.ts';
import { jsonMembers, NoJsonObjectError } from './scan-json.ts';

/** Longest text that is parsed as a whole to say where it is no JSON, in bytes. */
const MAX_LOCATED = 2 ** 20;

/**
 * Reads the members of a JSON object one after another. An object that would take much memory, or
 * has a key twice, is refused; then members that were taken before are not to be relied on.
 *
 * @param text of any content, but of a bounded length
 * @param take is given unparsed values, for {@link parseValue}; false ends the reading
 */
export function eachMember(
  text: Buffer,
  take: (key: string, value: Buffer) => boolean,
): Result<null> {
  if (!isUtf8(text)) return failure('not UTF-8 text');
  const { depth, values } = jsonExtent(text);
  if (depth > MAX_HEADER_DEPTH) {
    return failure(`nested ${depth} levels deep; expected at most ${MAX_HEADER_DEPTH}`);
  }
  if (values > MAX_HEADER_VALUES) {
    return failure(`more than ${MAX_HEADER_VALUES} values; expected no more`);
  }
  const keys = new Set<string>();
  try {
    for (const { key: raw, value } of jsonMembers(text)) {
      const key: unknown = JSON.parse(raw.toString('utf8'));
      if (typeof key !== 'string') return failure(whyNot(text));
      if (keys.has(key))
        return failure(`the key ${quote(key)} occurs twice in one object; keep one`);
      keys.add(key);
      if (!take(key, value)) break;
    }
    return success(null);
  } catch (error) {
    if (error instanceof NoJsonObjectError || error instanceof SyntaxError) {
      return failure(whyNot(text));
    }
    throw error;
  }
}

/**
 * The value of a member.
 *
 * @throws SyntaxError where it is not JSON, or an object in it has a key twice; thrown inside `take`,
 *   it makes {@link eachMember} refuse the whole object
 */
export function parseValue(value: Buffer): unknown {
  const parsed = parseJson(value.toString('utf8'));
  if (!parsed.ok) throw new SyntaxError(parsed.reason.message);
  return parsed.value;
}

function whyNot(text: Buffer): string {
  if (text.length > MAX_LOCATED) return 'not JSON, or no object; expected one';
  const parsed = parseJson(text.toString('utf8'));
  if (parsed.ok) return 'no JSON object; expected one';
  const { line, column, message } = parsed.reason;
  return `line ${line}, column ${column}: ${message}`;
}
