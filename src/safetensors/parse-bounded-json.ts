import { isUtf8 } from 'node:buffer';
import { quote } from '../problem.ts';
import { failure, success, type Result } from '../result.ts';
import { parseJson } from '../input/parse-json.ts';
import { jsonExtent } from './json-extent.ts';
import { jsonMembers, NoJsonObjectError } from './json-members.ts';
import { MAX_HEADER_DEPTH, MAX_HEADER_VALUES } from './limits.ts';

/** Longest text that is parsed as a whole to say where it is no JSON, in bytes. */
const MAX_LOCATED = 2 ** 20;

/** Takes a member of an object; false where no further one is wanted. */
export type TakeMember = (key: string, value: Buffer) => boolean;

/**
 * Reads the members of the object that a text of any content holds as JSON, one after another, or
 * says why there is none: members that were taken before are then not to be relied on. An object
 * that would take much memory, or has a key twice, is refused.
 *
 * @param text as long as the caller will have it, at most
 * @param take is given values as they are written, for {@link parseValue}
 */
export function eachMember(text: Buffer, take: TakeMember): Result<null> {
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
 * @throws SyntaxError where it is no JSON, or has a key twice in an object: inside `take`, so that
 *   the object is refused
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
