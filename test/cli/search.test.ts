import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { zerolm } from './run.ts';

const SPACE = 'fixtures/spaces/flexibert.json';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'zerolm-search-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function space(name: string, content: object): string {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(content));
  return path;
}

describe('zerolm search', () => {
  it('prints candidates that enumerate has at the same numbers, for the next command', () => {
    const found = zerolm([
      'search',
      SPACE,
      '--constraint',
      'params <= 12M',
      '--top',
      '3',
      '--emit',
      'specs',
    ]);
    expect(found.stderr).toBe('');
    const lines = found.stdout.trim().split('\n');
    expect(lines).toHaveLength(3);
    for (const line of lines) {
      const { zerolm: findings, ...spec } = JSON.parse(line) as { id: string; zerolm: object };
      const number = spec.id.slice(1);
      const listed = zerolm(['enumerate', SPACE, '--from', number, '--count', '1']);
      expect(JSON.parse(listed.stdout)).toEqual(spec);
      expect(findings).toHaveProperty('search.rank');
    }
  });

  it('writes candidates as configs that have the scores of the search: catches another model', () => {
    const choices = {
      num_hidden_layers: [2, 4],
      hidden_size: [32, 64],
      intermediate_size: [50, 90],
    };
    const path = space('llamas.json', { base: { model_type: 'llama', vocab_size: 99 }, choices });
    const out = join(folder, 'configs');
    const args = ['search', path, '--top', '2'];
    expect(zerolm([...args, '--to', 'hugging-face', '--out', `${out}/`]).stdout).toBe(
      `${out}/: 2 hugging-face specs\n`,
    );
    const scoresOf = (stdout: string): unknown[] =>
      (JSON.parse(stdout) as { ranking: { score: number }[] }).ranking.map(({ score }) => score);
    const ranked = zerolm(['rank', out, '--format', 'json']);
    expect(scoresOf(ranked.stdout)).toEqual(scoresOf(zerolm([...args, '--format', 'json']).stdout));
    const printed = zerolm([...args, '--to', 'hugging-face']).stdout;
    expect(printed.trim().split('\n')).toHaveLength(2);
  });

  it('refuses a form that has no place for a candidate, and a place without a form', () => {
    const refused = zerolm(['search', SPACE, '--top', '1', '--to', 'hugging-face']);
    expect(refused.status).toBe(2);
    expect(refused.stderr).toContain('e9266099: no hugging-face spec can describe');
    expect(zerolm(['search', SPACE, '--out', 'x.json'])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('--out: expected --to too') as string,
    });
  });

  it.each(['json', 'ndjson', 'csv', 'markdown'])('has the same candidates as %s', (format) => {
    const { stdout, status } = zerolm(['search', SPACE, '--top', '2', '--format', format]);
    expect(status).toBe(0);
    expect(stdout).toContain('e9266099');
    expect(stdout).toContain('e9266103');
  });

  const equal = space.bind(null, 'equal.json', {
    base: {
      model_type: 'llama',
      vocab_size: 100,
      hidden_size: 32,
      num_attention_heads: 2,
      intermediate_size: 64,
    },
    choices: { num_hidden_layers: [1, 2, 3] },
  });

  it('lists fewer where the space has no more', () => {
    const { stdout } = zerolm(['search', equal(), '--format', 'csv']);
    expect(stdout.trim().split('\n')).toHaveLength(4);
  });

  const wide = space.bind(null, 'wide.json', {
    base: { vocab_size: 100 },
    layers: {
      number: [2],
      number_key: 'l',
      choices: { h: [32, 64], n: [2], f: [[64]] },
      together: [[{ o: 'sa', p: 'sdp' }]],
    },
  });

  it.each([
    [
      'a proxy of the network',
      ['--proxy', 'naswot'],
      '--proxy naswot: exact search needs sums over layers',
    ],
    ['an unknown proxy', ['--proxy', 'zerolmm'], 'did you mean zerolm?'],
    [
      'a law of training',
      ['--proxy', 'scaling-law', '--train-tokens', '1B'],
      '--proxy scaling-law: exact search needs',
    ],
    ['drawn weights', ['--mode', 'sampled'], '--mode sampled: exact search needs expected scores'],
    ['a product', ['--formula', 'attention * depth'], '--formula "attention * depth"'],
    [
      'a cost that is no sum',
      ['--front', 'memory'],
      '--front memory: exact search needs a sum over layers, as flops',
    ],
    ['a measured cost', ['--front', 'latency'], '--front latency'],
    ['a front and a number', ['--front', 'params', '--top', '3'], '--top'],
    [
      'memory',
      ['--constraint', 'memory <= 60M'],
      '"memory <= 60M" compares no sum over layers: memory',
    ],
    ['a product of quantities', ['--constraint', 'params * flops <= 1'], 'no candidate fulfils'],
    [
      'constraints that none meets',
      ['--constraint', 'params <= 9M', '--at-least', '9'],
      'the space reaches params from 4,2',
    ],
    ['a number that is none', ['--at-least', 'much'], '--at-least'],
  ])('refuses %s with exit code 2', (_, options, message) => {
    const { status, stdout, stderr } = zerolm(['search', SPACE, ...options]);
    expect(stderr).toContain(message);
    expect(stdout).toBe('');
    expect(status).toBe(2);
  });

  it('refuses layers of different hidden sizes, between which are projections', () => {
    const { status, stderr } = zerolm(['search', wide()]);
    expect(stderr).toContain('its layers differ in their hidden size');
    expect(status).toBe(2);
  });
});
