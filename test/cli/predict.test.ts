import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { predictDocument } from '../../src/report/documents/predict-document.ts';
import { outputOf, ROOT, zerolm } from './run.ts';

const POOL = 'fixtures/flexibert-candidates';
const BIN = join(ROOT, 'bin', 'zerolm');

let folder = '';
const at = (name: string): string => join(folder, name);
const table = (rows: readonly string[]): string => ['id,accuracy', ...rows, ''].join('\n');
const ROWS = ['16,74.6', '21,73.5', '06,73.3', '12,72.9', '04,71.8', '15,70.9'].map(
  (row) => `candidate-${row}`,
);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'zerolm-cli-predict-'));
  const files: Readonly<Record<string, string>> = {
    'labels.csv': table(ROWS),
    'two.csv': table(ROWS.slice(0, 2)),
    'equal.csv': table(ROWS.map((row) => row.replace(/,.*/, ',7'))),
    'unknown.csv': table([...ROWS, 'candidate-99,70']),
    'infinite.csv': table([...ROWS, 'candidate-01,inf']),
    'words.csv': table([...ROWS, 'candidate-01,good']),
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(at(name), text);
  outputOf(['predict', POOL, '--truth', at('labels.csv'), '--out', at('model.json')]);
  const kept = readFileSync(at('model.json'), 'utf8');
  const changed = (name: string, from: string, to: string): void => {
    expect(kept).toContain(from);
    writeFileSync(at(name), kept.replace(from, to));
  };
  changed('features.json', '"featuresVersion": 1', '"featuresVersion": 7');
  changed('form.json', '"modelVersion": 1', '"modelVersion": 9');
  changed('key.json', '"modelVersion": 1', '"modelVersion": 1, "more": 2');
  writeFileSync(at('broken.json'), '{"modelVersion": ');
  const one = JSON.parse(readFileSync(join(ROOT, POOL, 'candidate-01.json'), 'utf8')) as object;
  const same = ['a', 'b', 'c'].map((id) => JSON.stringify({ ...one, id }));
  writeFileSync(at('same.ndjson'), same.join('\n'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('zerolm predict', () => {
  it.each<[string, readonly string[], RegExp]>([
    ['no label', [POOL], /no candidate has a label: add --truth, or --suggest/],
    ['two labels', [POOL, '--truth', '@two.csv'], /2 labels: expected at least 3/],
    ['equal labels', [POOL, '--truth', '@equal.csv'], /all 6 labels are 7: no order/],
    [
      'a label of no candidate',
      [POOL, '--truth', '@unknown.csv'],
      /1 of 7 labels are of no candidate: candidate-99/,
    ],
    ['a label that is not finite', [POOL, '--truth', '@infinite.csv'], /inf/],
    ['a label that is no number', [POOL, '--truth', '@words.csv'], /good/],
    ['a truth that is not there', [POOL, '--truth', '@none.csv'], /no such file/],
    [
      'candidates that are all equal',
      ['@same.ndjson', '--suggest', '2'],
      /all candidates are equal/,
    ],
    [
      'an unknown prior',
      [POOL, '--prior', 'depht', '--suggest', '2'],
      /--prior "depht": expected zerolm/,
    ],
    ['several priors', [POOL, '--prior', 'depth,nsc', '--suggest', '2'], /expected one proxy/],
    ['an unknown rival', [POOL, '--truth', '@labels.csv', '--against', 'x'], /--against "x"/],
    [
      'a model of other features',
      [POOL, '--model', '@features.json'],
      /7: expected 1, the version/,
    ],
    ['a model of another form', [POOL, '--model', '@form.json'], /9: expected 1, the version/],
    ['a model with an unknown key', [POOL, '--model', '@key.json'], /more/],
    ['a broken model', [POOL, '--model', '@broken.json'], /broken\.json:1/],
    ['labels as a model', [POOL, '--model', '@labels.csv'], /labels\.csv/],
    [
      'a model of another prior',
      [POOL, '--model', '@model.json', '--prior', 'nsc'],
      /--prior bottle/,
    ],
    [
      'a model and labels',
      [POOL, '--model', '@model.json', '--truth', '@labels.csv'],
      /contradict each other/,
    ],
    [
      'a model of other settings',
      [POOL, '--model', '@model.json', '--build', 'trained'],
      /made with other settings of build/,
    ],
    ['nothing to keep', [POOL, '--suggest', '2', '--out', '@new.json'], /no labels to learn from/],
    ['no suggestion', [POOL, '--suggest', '0'], /--suggest/],
    ['a checkpoint', ['@none.safetensors', '--suggest', '2'], /none\.safetensors/],
  ])('refuses %s with exit code 2: catches a prediction from nothing', (_, args, message) => {
    const own = args.map((arg) => (arg.startsWith('@') ? at(arg.slice(1)) : arg));
    const { status, stdout, stderr } = zerolm(['predict', ...own]);
    expect(stderr).toMatch(message);
    expect([status, stdout]).toEqual([2, '']);
  });

  it('gives suggestions and rankings to other commands: catches a list that no one reads', () => {
    const specs = outputOf(['predict', POOL, '--suggest', '5', '--emit', 'specs']);
    writeFileSync(at('next.ndjson'), specs);
    const ranked = outputOf(['rank', at('next.ndjson'), '--format', 'csv']);
    expect(ranked.trim().split('\n')).toHaveLength(6);
    const again = outputOf(['predict', at('next.ndjson'), '--suggest', '5', '--format', 'csv']);
    const listed = outputOf(['predict', POOL, '--suggest', '5', '--format', 'csv']);
    const ids = (text: string): string[] =>
      text.split('\n').flatMap((line) => /candidate-\d+/.exec(line)?.[0] ?? []);
    expect(new Set(ids(again))).toEqual(new Set(ids(listed)));
    const best = outputOf([
      ...['predict', POOL, '--truth', at('labels.csv'), '--top', '3', '--emit', 'specs'],
    ]);
    expect(best.trim().split('\n')).toHaveLength(3);
  });

  it('reads a stream as it reads files: catches candidates of one batch alone', () => {
    const specs = outputOf([
      'sample',
      'fixtures/spaces/flexibert.json',
      '--n',
      '300',
      '--seed',
      '4',
    ]);
    const labels = specs
      .split('\n')
      .slice(0, 9)
      .map((line, index) => `${/"id":"([^"]+)"/.exec(line)?.[1] ?? ''},${(index * 7) % 9}`);
    writeFileSync(at('stream.csv'), table(labels));
    writeFileSync(at('stream.ndjson'), specs);
    const args = ['--truth', at('stream.csv'), '--format', 'json'];
    const piped = spawnSync(process.execPath, [BIN, 'predict', '-', ...args], {
      input: specs,
      encoding: 'utf8',
    });
    expect(piped.status, piped.stderr).toBe(0);
    const read = predictDocument.parse(JSON.parse(piped.stdout));
    expect(read.candidates).toBe(300);
    const whole = predictDocument.parse(
      JSON.parse(outputOf(['predict', at('stream.ndjson'), ...args])),
    );
    expect(read.ranking).toEqual(whole.ranking);
  });

  it('writes a page with the figure and the held-out table: catches an option without a file', () => {
    const page = at('page.html');
    outputOf(['predict', POOL, '--truth', at('labels.csv'), '--top', '2', '--report', page]);
    const html = readFileSync(page, 'utf8');
    expect(html).toContain('Predicted quality against the prior');
    expect(html).toContain('with labels held out, n = 6');
  });
});
