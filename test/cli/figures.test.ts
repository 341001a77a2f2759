import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { outputOf, zerolm } from './run.ts';

const RANK = ['rank', 'fixtures/bert-family'];
const TRUTH = ['--truth', 'fixtures/bert-family-mnli.csv'];

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'zerolm-figures-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('zerolm rank --figures', () => {
  const names = ['alpha', 'capacities', 'cost', 'rank-differences', 'score-truth'].map(
    (name) => `${name}.svg`,
  );

  it('writes each figure into a folder, with a page or without: catches figures that need one', () => {
    const [alone, both] = [join(folder, 'figures'), join(folder, 'figures-too')];
    const plain = outputOf([...RANK, ...TRUTH]);
    expect(outputOf([...RANK, ...TRUTH, '--figures', alone])).toBe(plain);
    expect(readdirSync(alone).sort()).toEqual(names);
    mkdirSync(both);
    outputOf([...RANK, ...TRUTH, '--figures', both, '--report', join(folder, 'with.html')]);
    expect(readFileSync(join(folder, 'with.html'), 'utf8')).toContain('<!doctype html>');
    for (const name of names) {
      expect(readFileSync(join(both, name), 'utf8')).toBe(readFileSync(join(alone, name), 'utf8'));
    }
  });

  it('replaces what is there, and nothing else: catches a folder that is emptied', () => {
    const place = join(folder, 'kept-figures');
    mkdirSync(place);
    writeFileSync(join(place, 'cost.svg'), 'old');
    writeFileSync(join(place, 'mine.txt'), 'mine');
    outputOf([...RANK, '--figures', place]);
    expect(readFileSync(join(place, 'cost.svg'), 'utf8')).toContain('<svg');
    expect(readFileSync(join(place, 'mine.txt'), 'utf8')).toBe('mine');
  });
});

describe.each(['rank', 'evaluate', 'tune'])('zerolm %s --figures', (command) => {
  it.each([
    ['no/folder/figures', 'no such directory; make it first'],
    ['a-file', 'is no folder; expected the name of one'],
    ['a-file/figures', "can't be written"],
  ])('refuses %s before the work, with nothing written: catches a lost hour', (name, reason) => {
    writeFileSync(join(folder, 'a-file'), 'kept');
    const [before, place] = [readdirSync(folder), join(folder, name)];
    const { status, stdout, stderr } = zerolm([command, 'no-such-folder', '--figures', place]);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(`--figures "${place}": `);
    expect(stderr).toContain(reason);
    expect(stderr.trim().split('\n').length).toBe(1);
    expect(readdirSync(folder)).toEqual(before);
  });
});
