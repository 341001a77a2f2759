/**
 * Runs the examples of the README. `npm run readme` writes what they print into it; a test holds
 * the README equal to what they print.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';

const ROOT = join(import.meta.dirname, '..');
const README = join(ROOT, 'README.md');
/** The downloaded file that some examples name, where it is on a developer's machine. */
const BENCHMARK = join(ROOT, '..', 'shared', 'benchmarks', 'flexibert', 'BERT_benchmark.json');

/** The text of the README. */
export const readme = readFileSync(README, 'utf8');

/**
 * The contents of the code blocks of a language.
 *
 * @param {string} language
 * @returns {string[]}
 */
export function codeBlocks(language) {
  const pattern = new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, 'gm');
  return [...readme.matchAll(pattern)].map(([, block = '']) => block);
}

/**
 * The commands of the README's console blocks, each with the output that stands below it.
 *
 * @returns {{ command: string, output: string, runs: boolean }[]} `runs` is false where the
 *   benchmark file is needed and not there
 */
export function consoleExamples() {
  return codeBlocks('console')
    .flatMap((block) => block.split(/^\$ /m).slice(1))
    .map((text) => {
      const end = text.indexOf('\n');
      const command = text.slice(0, end);
      const runs = !command.includes('BERT_benchmark.json') || existsSync(BENCHMARK);
      return { command, output: text.slice(end + 1), runs };
    });
}

/**
 * What a command prints, on both streams, in a folder with the fixtures and the benchmark file
 * and with `zerolm` on the path.
 *
 * @param {string} command
 * @returns {string}
 */
export function printed(command) {
  const folder = mkdtempSync(join(tmpdir(), 'zerolm-readme-'));
  try {
    symlinkSync(join(ROOT, 'fixtures'), join(folder, 'fixtures'));
    symlinkSync(join(ROOT, 'bin', 'zerolm'), join(folder, 'zerolm'));
    if (existsSync(BENCHMARK)) symlinkSync(BENCHMARK, join(folder, 'BERT_benchmark.json'));
    const { PATH = '', FORCE_COLOR: _color, ...env } = process.env;
    const { stdout } = spawnSync('bash', ['-c', `${command} 2>&1`], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...env, PATH: `${folder}${delimiter}${PATH}` },
    });
    return stdout;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const [, script = ''] = process.argv;
if (import.meta.url === pathToFileURL(script).href) {
  const updated = readme.replace(/^```console\n([^]*?)^```$/gm, (block) => {
    const commands = [...block.matchAll(/^\$ (.*)$/gm)].map(([, command = '']) => command);
    const outputs = commands.map((command) => `$ ${command}\n${printed(command)}`);
    return `\`\`\`console\n${outputs.join('')}\`\`\``;
  });
  writeFileSync(README, updated);
}
