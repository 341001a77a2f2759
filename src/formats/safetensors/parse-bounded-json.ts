import { isUtf8 } from 'node:buffer';
import { failure, success, type Result } from '../../result.ts';
import { parseJson } from '../parse-json.ts';
import { jsonExtent } from './json-extent.ts';
import { MAX_HEADER_DEPTH, MAX_HEADER_VALUES } from './limits.ts';

/**
 * The object that a text of any content holds as JSON, or why there is none. One that would take
 * much memory, or has a key twice in an object, is refused.
 *
 * @param text as long as the caller will have it, at most
 */
export function parseBoundedJson(text: Buffer): Result<object> {
  if (!isUtf8(text)) return failure('not UTF-8 text');
  const { depth, values, keys } = jsonExtent(text);
  if (depth > MAX_HEADER_DEPTH) {
    return failure(`nested ${depth} levels deep; expected at most ${MAX_HEADER_DEPTH}`);
  }
  if (values > MAX_HEADER_VALUES) {
    return failure(`more than ${MAX_HEADER_VALUES} values; expected no more`);
  }
  const parsed = parseJson(text.toString('utf8'));
  if (!parsed.ok) {
    const { line, column, message } = parsed.reason;
    return failure(`line ${line}, column ${column}: ${message}`);
  }
  const { value } = parsed;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return failure('no JSON object; expected one');
  }
  // What parseJson finds in short texts only: of equal keys the last alone is left.
  return countKeys(value) === keys
    ? success(value)
    : failure('a key stands twice in one object; keep one');
}

/** Keys of a value and of all inside it; its depth is bounded. */
function countKeys(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const items: unknown[] = Array.isArray(value) ? value : Object.values(value);
  let count = Array.isArray(value) ? 0 : items.length;
  for (const item of items) count += countKeys(item);
  return count;
}
