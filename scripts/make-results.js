/**
 * Measures the tables of the README, `docs/results.md` and `docs/tuning.md`. `npm run results` writes them
 * between their markers; tests hold the documents equal to what is measured. Milliseconds are left
 * out, everything else repeats to the digit.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { ROOT } from '../bench/harness.js';
import { BLOCKS } from './results/blocks.js';
import { blocksIn, DOCUMENTS, MARKED } from './results/documents.js';

mkdirSync(join(ROOT, 'docs'), { recursive: true });
const wanted = process.argv.slice(2);
for (const path of DOCUMENTS) {
  let text = readFileSync(path, 'utf8');
  for (const name of blocksIn(path).keys()) {
    const block = BLOCKS[name];
    if (block === undefined) throw new Error(`${path}: no block is called ${name}`);
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    process.stderr.write(`${name}\n`);
    const made = await block.make();
    text = text.replace(MARKED, (all, begin, own, end) =>
      own === name ? `${begin}\n\n${made}\n\n${end}` : all,
    );
  }
  writeFileSync(path, text);
}
