/**
 * Brings the pages up to date: the outputs of their examples, their tables of contents,
 * and the table of commands. Tests
 * hold the pages equal to what this writes.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../bench/harness.js';
import { createProgram } from '../dist/cli/program.js';
import { withCommands } from './docs/command-table.js';
import { runExamples, withOutputs } from './docs/examples.js';
import { PAGES, textOf, withContents } from './docs/markdown.js';

const pages = PAGES.map((page) => ({ page, text: textOf(page) }));
const outputs = runExamples(pages.map(({ text }) => text));
const program = await createProgram(undefined);
for (const { page, text } of pages) {
  writeFileSync(join(ROOT, page), withContents(withCommands(withOutputs(text, outputs), program)));
}
