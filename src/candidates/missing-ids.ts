import { namesInShort } from '../problem.ts';
import type { IdTable } from './id-table.ts';

/** Ids that a message names; the rest are counted. */
const MAX_NAMED = 5;

/** The message that ids were asked for which no candidate has; undefined where all were found. */
export function describeMissing(
  only: ReadonlySet<string> | undefined,
  ids: IdTable,
): string | undefined {
  if (only === undefined || only.size === ids.size) return undefined;
  const found = new Set(Array.from({ length: ids.size }, (_, index) => ids.at(index)));
  const missing = [...only].filter((id) => !found.has(id));
  return `no candidate is called ${namesInShort(missing, MAX_NAMED)}: correct the spelling, or leave ${missing.length === 1 ? 'it' : 'them'} out`;
}
