import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  examplesOf,
  missingFor,
  programsOf,
  runExamples,
  withoutNumbers,
} from '../../scripts/docs/examples.js';
import { codeBlocks, PAGES, rowsOf, textOf } from '../../scripts/docs/markdown.js';
import { describeWithBenchmarks } from '../benchmarks.ts';
import { ROOT } from '../cli/run.ts';

const pages = PAGES.map((page) => ({ page, text: textOf(page) }));

/** The table of correlations, each row with its command; few resamples change no correlation. */
const correlations = rowsOf(textOf('docs/reproducing-the-paper.md')).flatMap(
  ([, , options = '', tau = '', rho = '']) => {
    const command = `zerolm rank BERT_benchmark.json --top 1 --resamples 100 ${options.slice(1, -1)}`;
    return options.startsWith('`-') ? [{ command, tau, rho }] : [];
  },
);

const outputs = runExamples(
  pages.map(({ text }) => text),
  correlations.map(({ command }) => command),
);

/** A row of a table: messages, CSV and JSON may be longer than a screen is wide. */
const ROW = /\S {2,}\S/;

describe.each(pages)('the examples of $page', ({ page, text }) => {
  const examples = examplesOf(text);
  const programs = programsOf(text);

  it.each(examples.filter(({ command }) => missingFor(command).length === 0))(
    'show what "$command" prints: catches an output that is no longer true (npm run docs)',
    ({ command, output, varies }) => {
      const comparable = varies ? withoutNumbers : (printed: string) => printed;
      expect(comparable(outputs.get(command) ?? '')).toBe(comparable(output));
    },
  );

  const skipped = examples.flatMap(({ command }) => {
    const missing = missingFor(command).join(', ');
    return missing === '' ? [] : [{ command, missing }];
  });

  it.skip.each(skipped)(
    'show what "$command" prints (skipped: no $missing on this machine)',
    () => undefined,
  );

  it('fit into 80 columns: catches a table that wraps', () => {
    const lines = examples
      .flatMap(({ output }) => output.split('\n'))
      .filter((line) => ROW.test(line) && line.length > 80);
    expect(lines).toEqual([]);
  });

  it.each(programs)('run as programs: catches a renamed export', ({ code, output }) => {
    expect(output, 'a program shows what it prints in a block "text output"').toBeDefined();
    expect(outputs.get(code)).toBe(output);
  });

  it('are all executed: catches a command in a block that nothing runs', () => {
    const passedOver = codeBlocks(text).filter(
      ({ language, note, body }) =>
        !['console', 'js'].includes(language) &&
        note !== 'output' &&
        /^(\$ )?zerolm /m.test(body) &&
        // The commands above the tables of this page have a test of their own.
        page !== 'docs/results.md',
    );
    expect(passedOver).toEqual([]);
  });
});

describe('the README', () => {
  it('gives the two commands that CI runs: catches a README that CI does not prove', () => {
    const { scripts } = z
      .object({ scripts: z.record(z.string(), z.string()) })
      .parse(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')));
    const ci = readFileSync(join(ROOT, '.ci', 'run'), 'utf8').replace(
      /npm run (ci:\w+)/g,
      (command, name: string) => scripts[name] ?? command,
    );
    const [main, test] = codeBlocks(textOf('README.md')).filter(
      ({ language }) => language === 'sh',
    );
    for (const { body = '' } of [main ?? {}, test ?? {}]) {
      expect(body).not.toBe('');
      for (const command of body.trim().split(' && ')) expect(ci).toContain(command);
    }
  });
});

describeWithBenchmarks('the correlations of docs/reproducing-the-paper.md', () => {
  it('are there: catches a table that the test does not read', () => {
    expect(correlations.length).toBe(9);
  });

  it.each(correlations)(
    'of "$command" are tau-b $tau and rho $rho: catches a number that is no longer true',
    ({ command, tau, rho }) => {
      expect(outputs.get(command)).toMatch(new RegExp(`Spearman's rho +${rho} `));
      expect(outputs.get(command)).toMatch(new RegExp(`Kendall's tau-b +${tau} `));
    },
  );
});
