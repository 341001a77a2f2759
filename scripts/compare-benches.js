/**
 * Runs benches in two built checkouts in turn and compares every number that both print:
 *
 *     node scripts/compare-benches.js OLD NEW [--rounds 3] [NAME...]
 *
 * A round is the quick form of one bench in OLD, then in NEW, each in a process of its own. Printed
 * are the medians over the rounds and the new one as a multiple of the old one: above 1 is slower or
 * larger, for a rate (M/s) below 1.
 */
import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { pathToFileURL } from 'node:url';
import { median } from '../bench/harness.js';

const NAMES = ['closed-form', 'million', 'start', 'llama', 'spectral', 'tune', 'evaluate'];

const { values, positionals } = parseArgs({
  options: { rounds: { type: 'string', default: '3' } },
  allowPositionals: true,
});
const [old, fresh, ...chosen] = positionals;
if (old === undefined || fresh === undefined) {
  process.stderr.write('usage: node scripts/compare-benches.js OLD NEW [--rounds N] [NAME...]\n');
  process.exit(2);
}

/**
 * The figures of a bench by name, as one run of it measures them.
 *
 * @param {string} checkout
 * @param {string} name
 * @returns {Map<string, { name: string, value: number, unit?: string }>}
 */
function figuresOf(checkout, name) {
  const url = pathToFileURL(join(resolve(checkout), 'bench', `${name}.js`)).href;
  const program = `import(${JSON.stringify(url)})
    .then(({ run }) => run({ quick: true, long: false }))
    .then(({ figures, ratios }) => process.stdout.write(JSON.stringify([...figures, ...ratios])))`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--eval', program], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`bench ${name} in ${checkout}: ${stderr}`);
  /** @type {import('../bench/harness.js').Figure[]} */
  const figures = JSON.parse(stdout);
  return new Map(figures.map((figure) => [figure.name, figure]));
}

for (const name of chosen.length > 0 ? chosen : NAMES) {
  const rounds = Array.from({ length: Number(values.rounds) }, () => ({
    old: figuresOf(old, name),
    fresh: figuresOf(fresh, name),
  }));
  process.stdout.write(`${name}\n`);
  for (const [figure, { unit }] of rounds[0]?.old ?? []) {
    const pairs = rounds.flatMap((round) => {
      const [before, after] = [round.old.get(figure), round.fresh.get(figure)];
      return before && after ? [{ before: before.value, after: after.value }] : [];
    });
    if (pairs.length === 0) continue;
    const before = median(pairs.map((pair) => pair.before));
    const after = median(pairs.map((pair) => pair.after));
    const line = [
      `${before.toFixed(3).padStart(12)} ${(unit ?? 'x').padEnd(5)}`,
      `${after.toFixed(3).padStart(12)} ${(unit ?? 'x').padEnd(5)}`,
      `${(after / before).toFixed(3).padStart(8)} x  ${figure}`,
    ];
    process.stdout.write(`${line.join('')}\n`);
  }
}
