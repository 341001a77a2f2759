/**
 * Measures the tables of the README, `docs/results.md` and `docs/tuning.md`. `npm run results` writes them
 * between their markers, each when it is measured, and `npm run results -- NAME...` some of them; tests
 * hold the documents equal to what is measured. Milliseconds are left out, everything else repeats to
 * the digit.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { BLOCKS } from './results/blocks.js';
import { blocksIn, DOCUMENTS, MARKED } from './results/documents.js';

const wanted = process.argv.slice(2);
for (const path of DOCUMENTS) {
  for (const name of blocksIn(path).keys()) {
    const block = BLOCKS[name];
    if (block === undefined) throw new Error(`${path}: no block is called ${name}`);
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    process.stderr.write(`${name}\n`);
    const made = await block.make();
    const text = readFileSync(path, 'utf8').replace(MARKED, (all, begin, own, end) =>
      own === name ? `${begin}\n\n${made}\n\n${end}` : all,
    );
    writeFileSync(path, text);
  }
}
