/** What the tests and `npm run docs` read from the Markdown pages: code blocks, headings, links. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../bench/harness.js';

/**
 * @typedef {object} CodeBlock
 * @property {string} language the first word after the fence
 * @property {string} note the rest of that line
 * @property {string} body
 *
 * @typedef {object} Heading
 * @property {number} level
 * @property {string} title
 * @property {string} anchor the fragment by which GitHub links to it
 */

/** The pages, from the root of the project: the README first. */
export const PAGES = [
  'README.md',
  ...readdirSync(join(ROOT, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .sort()
    .map((name) => `docs/${name}`),
];

/**
 * The text of a page.
 *
 * @param {string} page
 */
export const textOf = (page) => readFileSync(join(ROOT, page), 'utf8');

/** A fenced code block: language, note, body. */
export const CODE_BLOCK = /^```(\S*)(?: (.*))?\n([^]*?)^```$/gm;

/**
 * The code blocks of a page.
 *
 * @param {string} text
 * @returns {CodeBlock[]}
 */
export const codeBlocks = (text) =>
  [...text.matchAll(CODE_BLOCK)].map(([, language = '', note = '', body = '']) => ({
    language,
    note,
    body,
  }));

/**
 * A page without its code: blocks become empty lines, inline code is left out.
 *
 * @param {string} text
 */
export const proseOf = (text) =>
  text.replace(CODE_BLOCK, (block) => block.replace(/[^\n]+/g, '')).replace(/`[^`\n]*`/g, '');

/**
 * The headings of a page.
 *
 * @param {string} text
 * @returns {Heading[]}
 */
export function headingsOf(text) {
  /** @type {Map<string, number>} */
  const seen = new Map();
  const withoutBlocks = text.replace(CODE_BLOCK, '');
  return [...withoutBlocks.matchAll(/^(#+) (.+)$/gm)].map(([, marks = '', title = '']) => {
    const plain = title.toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, '');
    const slug = plain.trim().replaceAll(' ', '-');
    const times = seen.get(slug) ?? 0;
    seen.set(slug, times + 1);
    return { level: marks.length, title, anchor: times === 0 ? slug : `${slug}-${times}` };
  });
}

/**
 * The targets of the links of a page.
 *
 * @param {string} text
 */
export const linksOf = (text) =>
  [...proseOf(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);

/**
 * The cells of the rows of the tables of a page.
 *
 * @param {string} text
 * @returns {string[][]}
 */
export const rowsOf = (text) =>
  [...text.matchAll(/^\| (.*) \|$/gm)].map(([, row = '']) => row.split(' | '));

const CONTENTS = /^<!-- contents -->\n[^]*?^<!-- \/contents -->$/m;

/** Whether a page has a place for its table of contents. @param {string} text */
export const hasContents = (text) => CONTENTS.test(text);

/**
 * A page with its table of contents brought up to date.
 *
 * @param {string} text
 */
export function withContents(text) {
  const lines = headingsOf(text)
    .filter(({ level }) => level === 2 || level === 3)
    .map(({ level, title, anchor }) => `${'  '.repeat(level - 2)}- [${title}](#${anchor})`);
  return text.replace(
    CONTENTS,
    () => `<!-- contents -->\n\n${lines.join('\n')}\n\n<!-- /contents -->`,
  );
}
