/**
 * The examples of the pages. In a `console` block a line that begins with `$ ` is a command, the
 * lines below it are what it prints on both streams; a block marked `console varies` shows numbers
 * that differ between runs and machines. A block with a file name (`json space.json`) is a file that
 * the commands read. A `js` block is a program, and a `text output` block after it what it prints.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import process from 'node:process';
import { BENCHMARKS, ROOT } from '../../bench/harness.js';
import { CODE_BLOCK, codeBlocks } from './markdown.js';

/**
 * @typedef {object} Example
 * @property {string} command
 * @property {string} output as the page shows it
 * @property {boolean} varies whether its numbers differ between runs
 */

/** Published files that some examples read, by the names that the pages give them. */
const DOWNLOADS = {
  'BERT_benchmark.json': join(BENCHMARKS, 'flexibert', 'BERT_benchmark.json'),
};

/** The examples that run networks, and the optional package that does. */
const RUNS_NETWORKS = /\bzerolm latency |--latency-table |--proxy \S*synflow/;
const RUNTIME = 'onnxruntime-node';

/**
 * What a command needs that is not on this machine: downloads, and the package that runs networks.
 *
 * @param {string} command
 */
export const missingFor = (command) => [
  ...Object.entries(DOWNLOADS)
    .filter(([name, path]) => command.includes(name) && !existsSync(path))
    .map(([name]) => name),
  ...(RUNS_NETWORKS.test(command) && !existsSync(join(ROOT, 'node_modules', RUNTIME))
    ? [RUNTIME]
    : []),
];

/**
 * The commands of a page with the output that it shows.
 *
 * @param {string} text
 * @returns {Example[]}
 */
export const examplesOf = (text) =>
  codeBlocks(text)
    .filter(({ language }) => language === 'console')
    .flatMap(({ body, note }) =>
      body
        .split(/^\$ /m)
        .slice(1)
        .map((part) => {
          const end = part.indexOf('\n');
          return {
            command: part.slice(0, end),
            output: part.slice(end + 1),
            varies: note === 'varies',
          };
        }),
    );

/**
 * The programs of a page, each with the output that it shows, if it shows one.
 *
 * @param {string} text
 * @returns {{ code: string, output: string | undefined }[]}
 */
export const programsOf = (text) =>
  codeBlocks(text).flatMap(({ language, body }, index, all) => {
    const next = all[index + 1];
    const shown = next?.language === 'text' && next.note === 'output' ? next.body : undefined;
    return language === 'js' ? [{ code: body, output: shown }] : [];
  });

/**
 * What commands and programs print, each run once, in a folder with the fixtures, the downloads and
 * the files of the pages.
 *
 * @param {readonly string[]} texts the pages
 * @param {readonly string[]} more commands beside those of the examples
 * @returns {Map<string, string>} outputs by command or program; without those that miss something
 */
export function runExamples(texts, more = []) {
  const shown = texts.flatMap(examplesOf).map(({ command }) => command);
  const commands = [...new Set([...shown, ...more])].filter(
    (command) => missingFor(command).length === 0,
  );
  const programs = texts.flatMap(programsOf).map(({ code }) => code);
  const folder = mkdtempSync(join(tmpdir(), 'zerolm-docs-'));
  try {
    const links = Object.entries({
      ...DOWNLOADS,
      fixtures: join(ROOT, 'fixtures'),
      zerolm: join(ROOT, 'bin', 'zerolm'),
    });
    for (const [name, path] of links) {
      if (existsSync(path)) symlinkSync(path, join(folder, name));
    }
    for (const { note, body } of texts.flatMap(codeBlocks)) {
      if (!/^[\w/.-]+\.\w+$/.test(note)) continue;
      mkdirSync(dirname(join(folder, note)), { recursive: true });
      writeFileSync(join(folder, note), body);
    }
    const { PATH = '', FORCE_COLOR: _color, ...env } = process.env;
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      [join(import.meta.dirname, 'run-commands.js')],
      {
        cwd: folder,
        encoding: 'utf8',
        input: JSON.stringify({ commands, programs }),
        env: { ...env, PATH: `${folder}${delimiter}${PATH}` },
        maxBuffer: 2 ** 28,
      },
    );
    if (status !== 0) throw new Error(`the examples were not run: ${stderr}`);
    return new Map(/** @type {[string, string][]} */ (JSON.parse(stdout)));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * An output without what differs between runs and machines: numbers, the machine, warnings.
 *
 * @param {string} output
 */
export const withoutNumbers = (output) =>
  output
    .replace(/^(warning|machine): .*\n/gm, '')
    .replace(/-?\d[\d.,]*/g, '#')
    .replace(/ +/g, ' ');

/**
 * A page whose examples show what was printed now.
 *
 * @param {string} text
 * @param {ReadonlyMap<string, string>} outputs by command or program
 */
export function withOutputs(text, outputs) {
  let printed = '';
  return text.replace(CODE_BLOCK, (block, language, note = '', body = '') => {
    if (language === 'js') printed = outputs.get(body) ?? '';
    if (language === 'text' && note === 'output') return `\`\`\`text output\n${printed}\`\`\``;
    if (language !== 'console') return block;
    const shown = examplesOf(block).map(({ command, output, varies }) => {
      const made = outputs.get(command) ?? output;
      const now = varies ? made.replace(/^warning: .*\n/gm, '') : made;
      const same = varies && withoutNumbers(now) === withoutNumbers(output);
      return `$ ${command}\n${same ? output : now}`;
    });
    return `\`\`\`${language}${note === '' ? '' : ` ${note}`}\n${shown.join('')}\`\`\``;
  });
}
