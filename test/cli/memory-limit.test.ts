import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { outputOf, zerolm } from './run.ts';

const TINY = 'fixtures/bert-family/bert-tiny.json';
const SAMPLED = ['--mode', 'sampled', '--capacity', 'nuclear-norm'];

let folder = '';
let wide = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'zerolm-memory-'));
  wide = file('wide.json', bertOf('wide', 16_384));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const bertOf = (id: string, size: number, layers = 2): object => ({
  id,
  model_type: 'bert',
  hidden_size: size,
  num_hidden_layers: layers,
  num_attention_heads: 64,
  intermediate_size: size,
  vocab_size: 1000,
  scores: { q: size },
});

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(content));
  return path;
}

function refusalOf(...args: readonly string[]): string {
  const { status, stdout, stderr } = zerolm(args);
  expect({ args, status, stdout }).toEqual({ args, status: 2, stdout: '' });
  expect(stderr).not.toMatch(/^\s+at /m);
  return stderr;
}

describe('--memory-limit', () => {
  const NEED =
    /needs all 16384 x 16384 entries at once, which take about 3\.\d+ GB, and the memory limit is 2 GB: raise --memory-limit/;

  it('is kept by every command that measures, before it takes any: catches a process that is killed', () => {
    const two = file('two.json', [bertOf('a', 16_384), bertOf('b', 16_384, 3)]);
    expect(refusalOf('score', wide, ...SAMPLED)).toMatch(NEED);
    expect(refusalOf('score', wide, '--mode', 'sampled', '--capacity', 'log-determinant')).toMatch(
      NEED,
    );
    expect(refusalOf('rank', two, ...SAMPLED)).toMatch(NEED);
    expect(refusalOf('explain', two, '--id', 'a', '--id', 'b', ...SAMPLED)).toMatch(NEED);
    expect(refusalOf('tune', two, ...SAMPLED)).toMatch(NEED);
    const evaluated = zerolm(['evaluate', two, '--proxy', 'log-determinant', '--resamples', '100']);
    expect(evaluated.stderr).toMatch(NEED);
  });

  it('is raised and lowered by the option, which changes no number', () => {
    const args = ['score', TINY, ...SAMPLED, '--format', 'json'];
    const low = refusalOf(...args, '--memory-limit', '150M');
    expect(low).toMatch(/entries at once, which take about \d+ MB, and the memory limit is 150 MB/);
    const [, need = ''] = /take about (\d+) MB/.exec(low) ?? [];
    expect(outputOf([...args, '--memory-limit', `${Number(need) + 20}M`])).toBe(outputOf(args));
  });

  it('warns where nothing is measured: catches a limit that limits nothing', () => {
    for (const command of ['score', 'rank']) {
      const { status, stderr } = zerolm([command, TINY, '--memory-limit', '1G']);
      expect(status).toBe(0);
      expect(stderr).toContain('--memory-limit: ignored: an expected score measures no weights');
    }
  });

  it('holds for the list of what there is to measure: catches seeds without end that fill the heap', () => {
    expect(refusalOf('score', TINY, '--mode', 'sampled', '--seeds', '1000000')).toMatch(
      /the list of \d+ matrices to measure, each under 1000000 seeds, takes about [\d.]+ GB: take fewer --seeds/,
    );
  });
});

describe('--jobs', () => {
  it('beyond the cores is cut with a word, and changes no number: catches a thousand threads', () => {
    const args = ['score', TINY, '--mode', 'sampled', '--format', 'json'];
    const many = zerolm([...args, '--jobs', '1024']);
    const cores = availableParallelism();
    expect([many.status, many.stdout]).toEqual([0, outputOf(args)]);
    expect(many.stderr).toBe(
      `warning: --jobs: cut from 1024 to ${cores}, one for each core; more would take memory and no less time\n`,
    );
  });
});
