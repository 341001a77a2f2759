import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { outputOf, zerolm } from './run.ts';

const FAMILY = 'fixtures/bert-family';
const TINY = `${FAMILY}/bert-tiny.json`;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zerolm-convert-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const at = (name: string): string => join(folder, name);
const convert = (input: string, out: string, ...more: string[]): ReturnType<typeof zerolm> =>
  zerolm([
    'convert',
    input,
    '--out',
    out,
    ...(more.includes('--to') ? [] : ['--to', 'flexibert']),
    ...more,
  ]);

describe('convert --out', () => {
  it('writes to a file what it prints otherwise, and says so', () => {
    expect(convert(FAMILY, at('all.ndjson'))).toMatchObject({
      status: 0,
      stdout: `${at('all.ndjson')}: 6 flexibert specs\n`,
    });
    expect(readFileSync(at('all.ndjson'), 'utf8')).toBe(
      outputOf(['convert', FAMILY, '--to', 'flexibert']),
    );
    expect(convert(TINY, at('one.json')).stdout).toBe(`${at('one.json')}: 1 flexibert spec\n`);
    expect(readFileSync(at('one.json'), 'utf8')).toBe(
      outputOf(['convert', TINY, '--to', 'flexibert']),
    );
    expect(convert(TINY, at('one.jsonl')).status).toBe(0);
    expect(readFileSync(at('one.jsonl'), 'utf8').split('\n')).toHaveLength(2);
  });

  it('writes a file for each candidate into a folder, which ranks as the input does', () => {
    // A config has a pooler, which counts for no score.
    const ranks = (input: string): string[] =>
      outputOf(['rank', input, '--format', 'csv'])
        .split('\n')
        .map((row) => row.split(',').slice(0, 6).join());
    mkdirSync(at('there'));
    for (const [out, to, file] of [
      [at('there'), 'flexibert', 'bert-tiny.json'],
      [`${at('new/one')}/`, 'hugging-face', join('bert-tiny', 'config.json')],
    ] as const) {
      expect(convert(FAMILY, out, '--to', to).stdout).toBe(`${out}: 6 ${to} specs\n`);
      expect(existsSync(join(out, file))).toBe(true);
      expect(ranks(out)).toEqual(ranks(FAMILY));
    }
    expect(readdirSync(at('there'))).toHaveLength(6);
  });

  it('takes the ids that are asked for', () => {
    const { stdout } = convert(FAMILY, at('two.ndjson'), '--ids', 'bert-tiny,bert-mini');
    expect(stdout).toContain('2 flexibert specs');
  });

  it.each<[string, string, string, RegExp]>([
    [
      'a name without an ending',
      TINY,
      'specs',
      /expected a name that ends in \.json, \.ndjson, \.jsonl, or a folder/,
    ],
    [
      'several specs for one file',
      FAMILY,
      'all.json',
      /--out: several specs: expected a name that ends in \.ndjson/,
    ],
    ['a folder that is not there', TINY, 'no/one.json', /no such directory/],
    ['a file as a folder', TINY, 'taken.json/', /taken\.json\/": can't be written/],
  ])('refuses %s, and leaves nothing', (_, input, name, message) => {
    writeFileSync(at('taken.json'), '{}');
    const { status, stdout, stderr } = convert(input, at(name));
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
    expect(readdirSync(folder)).toEqual(['taken.json']);
  });

  it('refuses the input itself, in a folder too: catches a spec that is overwritten', () => {
    const spec = readFileSync(TINY, 'utf8');
    writeFileSync(at('bert-tiny.json'), spec);
    for (const out of [at('bert-tiny.json'), folder]) {
      expect(convert(at('bert-tiny.json'), out).stderr).toContain('is the input too');
    }
    expect(convert(folder, folder).stderr).toContain('is the input too');
    expect(readFileSync(at('bert-tiny.json'), 'utf8')).toBe(spec);
  });

  it.each(['../out', '/abs', 'a//b', './a', '..'])(
    'refuses the id %s, which leaves the folder',
    (id) => {
      const spec = JSON.parse(readFileSync(TINY, 'utf8')) as object;
      writeFileSync(at('spec.json'), JSON.stringify({ ...spec, id }));
      mkdirSync(at('out'));
      const { status, stderr } = convert(at('spec.json'), at('out'));
      expect(status).toBe(2);
      expect(stderr).toContain('outside of the folder');
      expect(readdirSync(at('out'))).toEqual([]);
    },
  );

  it('leaves no file where every candidate is skipped, and warns', () => {
    const { status, stderr } = convert(
      'fixtures/hw-gpt.ndjson',
      at('none.ndjson'),
      '--skip-invalid',
    );
    expect(status).toBe(2);
    expect(stderr).toMatch(/skipped: no flexibert spec[^]*error: no candidate is left/);
    expect(readdirSync(folder)).toEqual([]);
  });
});
