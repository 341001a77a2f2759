import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
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

describe.each([22, 24])('Node %i', (major) => {
  const binary = nodeBinary(major);

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
