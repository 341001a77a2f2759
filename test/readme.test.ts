import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { codeBlocks, consoleExamples, printed, readme } from '../scripts/readme-examples.js';
import { BENCHMARKS, describeWithBenchmarks } from './benchmarks.ts';
import { outputOf, ROOT } from './cli/run.ts';

describe('the README', () => {
  const examples = consoleExamples();

  it('has examples: catches a README that lost them', () => {
    expect(examples.length).toBeGreaterThan(8);
  });

  it.each(examples.filter(({ runs }) => runs))(
    'shows what "$command" prints: catches an output that is no longer true',
    ({ command, output }) => {
      expect(printed(command)).toBe(output);
    },
  );

  it.each(examples)(
    'keeps "$command" within 80 columns: catches a table that wraps',
    ({ output }) => {
      const widths = output.split('\n').filter((line) => !/^(error|warning|rank,|\d+,)/.test(line));
      expect(Math.max(...widths.map((line) => line.length))).toBeLessThanOrEqual(80);
    },
  );

  it.each(codeBlocks('js'))('has library code that runs: catches a renamed export', (code) => {
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      ['--input-type=module', '-e', code],
      {
        cwd: ROOT,
        encoding: 'utf8',
      },
    );
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^1 bert-large, .*6 bert-tiny\n$/);
  });

  it('names every direct dependency, and no other: catches one without a reason', () => {
    const { dependencies, optionalDependencies } = JSON.parse(
      readFileSync(join(ROOT, 'package.json'), 'utf8'),
    ) as Record<'dependencies' | 'optionalDependencies', Record<string, string>>;
    const table = readme.slice(readme.indexOf('## Dependencies')).split('For development')[0] ?? '';
    const named = [...table.matchAll(/^\| ([a-z][^|]*) \|/gm)].flatMap(([, names = '']) =>
      names.split(', '),
    );
    expect(named.filter((name) => name !== 'package').sort()).toEqual(
      Object.keys({ ...dependencies, ...optionalDependencies }).sort(),
    );
  });

  it('gives the two commands that CI runs: catches a README that CI does not prove', () => {
    const ci = readFileSync(join(ROOT, '.ci', 'run'), 'utf8');
    const [main = '', test = ''] = codeBlocks('sh');
    for (const command of [...main.trim().split(' && '), ...test.trim().split(' && ')]) {
      expect(ci).toContain(command);
    }
  });
});

describeWithBenchmarks('the correlations of the README', () => {
  const rows = [...readme.matchAll(/^\|.*\| `(-.*)` \| ([\d.]+) \| ([\d.]+) \|$/gm)];

  it('are there: catches a table that the test does not read', () => {
    expect(rows.length).toBe(9);
  });

  it.each(rows.map(([, options = '', tau, rho]) => ({ options, tau, rho })))(
    'of $options are tau-b $tau and rho $rho: catches a number that is no longer true',
    ({ options, tau, rho }) => {
      const file = join(BENCHMARKS, 'flexibert', 'BERT_benchmark.json');
      const output = outputOf(['rank', file, '--top', '1', ...options.split(' ')]);
      expect(output).toMatch(new RegExp(`Spearman's rho +${rho ?? ''} `));
      expect(output).toMatch(new RegExp(`Kendall's tau-b +${tau ?? ''} `));
    },
  );
});
