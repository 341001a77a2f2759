/**
 * Brings the pages up to date: the outputs of their examples and their tables of contents. Tests
 * hold the pages equal to what this writes.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../bench/harness.js';
import { runExamples, withOutputs } from './docs/examples.js';
import { PAGES, textOf, withContents } from './docs/markdown.js';

const pages = PAGES.map((page) => ({ page, text: textOf(page) }));
const outputs = runExamples(pages.map(({ text }) => text));
for (const { page, text } of pages) {
  writeFileSync(join(ROOT, page), withContents(withOutputs(text, outputs)));
}
