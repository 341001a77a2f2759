import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../bench/harness.js';

/** The documents with blocks in them. */
export const DOCUMENTS = [
  'README.md',
  'docs/results.md',
  'docs/tuning.md',
  'docs/prediction.md',
].map((path) => join(ROOT, path));

/** A block between its markers, with its name. */
export const MARKED = /^(<!-- results: ([\w-]+) -->)\n[^]*?^(<!-- \/results -->)$/gm;

/**
 * The blocks of a document, by name.
 *
 * @param {string} path
 * @returns {Map<string, string>}
 */
export function blocksIn(path) {
  const found = new Map();
  for (const [block, begin = '', name = '', end = ''] of readFileSync(path, 'utf8').matchAll(
    MARKED,
  )) {
    found.set(name, block.slice(begin.length, -end.length).trim());
  }
  return found;
}
