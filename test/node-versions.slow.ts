import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { ROOT } from './cli/run.ts';
import { nodeBinary } from './node-binary.ts';

/** Numbers of every kind: closed forms, formulas, drawn weights, statistics, files of weights. */
const COMMANDS = `^(?!.*data/)(?!.*(csv|ndjson)$)(${[
  'score',
  'rank .*(--capacity|--mode sampled|--truth|--cost)',
  'evaluate .*lts-gpt2',
  '(tune|explain) fixtures',
  'sample',
  '(init|export) .*(gpt2|t5)',
].join('|')})`;

/** Tests of numbers, which know the last bit of what is expected. */
const NUMERIC = ['initialization', 'formula', 'evaluation', 'capacity'].map(
  (name) => `test/${name}/`,
);

/** Prints a digest for each elementary function, of its values at a hundred thousand arguments. */
const DIGESTS = `
  import { createHash } from 'node:crypto';
  const { power, ...unary } = await import(${JSON.stringify(pathToFileURL(join(ROOT, 'dist', 'elementary-functions.js')))});
  let state = 1;
  const below = (limit) => (state = Math.imul(state, 1664525) + 1013904223 | 0) / 2 ** 32 * limit + limit / 2;
  const sized = () => below(2) * [1e-12, 1e-3, 1, 700, 1e9, 1e300][Math.floor(below(6))];
  const digest = (valueOf) => createHash('sha256')
    .update(Float64Array.from({ length: 100_000 }, valueOf)).digest('hex');
  const digests = Object.entries(unary).map(([name, f]) => [name, digest(() => f(sized()))]);
  const powers = digest(() => power(sized(), below(40) - 20));
  process.stdout.write(JSON.stringify([...digests, ['power', powers]]));
`;

const digestsBy = (binary: string): unknown =>
  JSON.parse(
    spawnSync(binary, ['--input-type=module', '--eval', DIGESTS], { encoding: 'utf8' }).stdout,
  );

/** All but that of this Node, with which they are compared. */
const MAJORS = [20, 22, 24, 26].filter((major) => !process.version.startsWith(`v${major}.`));

describe.each(MAJORS)('Node %i', (major) => {
  const binary = nodeBinary(major);

  test('computes the same bits: catches a function that Node has in versions', (context) => {
    if (!binary.ok) return context.skip(`no Node ${major}: ${binary.reason}`);
    const digests = digestsBy(process.execPath);
    expect(digests).toHaveLength(7);
    expect(digestsBy(binary.value)).toEqual(digests);
  });

  test('prints what this Node prints: catches a number that depends on the version', (context) => {
    if (!binary.ok) return context.skip(`no Node ${major}: ${binary.reason}`);
    const script = join(ROOT, 'scripts', 'compare-checkouts.js');
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [script, ROOT, ROOT, '--node', binary.value, '--only', COMMANDS],
      { cwd: ROOT, encoding: 'utf8' },
    );
    expect({ status, stderr }, stdout).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^\d\d+ commands, 0 differ$/m);
  });

  test('passes the numeric tests', (context) => {
    if (!binary.ok) return context.skip(`no Node ${major}: ${binary.reason}`);
    const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
    const { status, stdout, stderr } = spawnSync(binary.value, [vitest, 'run', ...NUMERIC], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    expect(status, `${stdout}${stderr}`).toBe(0);
  });
});
