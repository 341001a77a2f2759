import { appendFileSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openResumeFile, type ResumeFile } from '../../src/engine/resume-file.ts';
import { failure, success } from '../../src/result.ts';
import { temporaryFile, temporaryFiles } from '../temporary-files.ts';

function open(path: string): ResumeFile {
  const opened = openResumeFile(path);
  if (!opened.ok) throw new Error(opened.reason);
  return opened.value;
}

function refusalOf(path: string): string {
  const opened = openResumeFile(path);
  if (!opened.ok) return opened.reason.replace(path, 'out.ndjson');
  opened.value.close();
  return 'it was taken';
}

const path = (): string => join(temporaryFiles({}), 'out.ndjson');

const SCORES = [
  { key: 'a', proxy: 'snip', result: success(0.1 + 0.2) },
  { key: 'b', proxy: 'snip', result: success(-5e-324) },
  { key: 'c', proxy: 'grasp', result: failure('the loss is NaN') },
];

describe('openResumeFile', () => {
  test('gives back to the last bit what was written: catches a score that changes by resuming', () => {
    const file = path();
    const first = open(file);
    expect(first.found).toBe(0);
    first.write(SCORES.slice(0, 2));
    first.write([]);
    first.write(SCORES.slice(2));
    expect(first.read('a')).toEqual(success(0.1 + 0.2));
    first.close();
    const second = open(file);
    expect(second.found).toBe(3);
    for (const { key, result } of SCORES) expect(second.read(key)).toEqual(result);
    expect(second.read('d')).toBeUndefined();
    second.close();
  });

  test('cuts off a torn last line wherever it was torn: catches a line glued to the next', () => {
    const file = path();
    const first = open(file);
    first.write(SCORES);
    first.close();
    const whole = readFileSync(file);
    const lastLine = whole.lastIndexOf('\n', whole.length - 2) + 1;
    for (let length = whole.length - 1; length >= lastLine; length--) {
      truncateSync(file, length);
      const again = open(file);
      expect([length, again.found]).toEqual([length, 2]);
      again.write(SCORES.slice(2));
      again.close();
      expect(readFileSync(file)).toEqual(whole);
    }
    for (const length of [0, 1, 10]) {
      truncateSync(file, length);
      const again = open(file);
      expect(again.found).toBe(0);
      again.write(SCORES);
      again.close();
      expect(readFileSync(file)).toEqual(whole);
    }
  });

  test('reads lines across the pieces that it reads: catches one lost at a boundary', () => {
    const file = path();
    const first = open(file);
    const many = Array.from({ length: 5000 }, (_, n) => ({
      key: `key ${n}`,
      proxy: 'snip',
      result: success(n / 7),
    }));
    first.write(many);
    first.close();
    const second = open(file);
    expect(second.found).toBe(many.length);
    expect(many.every(({ key, result }) => second.read(key)?.ok === result.ok)).toBe(true);
    second.close();
  });

  test.each([
    ['a,b\n1,2\n', 'out.ndjson:1: no file that --resume has written'],
    ['a file without a newline', 'out.ndjson:1: no file that --resume has written'],
    ['{"zerolm":"resume","version":1}\n', 'out.ndjson:1: version 1 of a resume file'],
    ['x'.repeat(200_000), 'out.ndjson:1: no file that --resume has written'],
  ])(
    'refuses what is no such file, and leaves it as it is: catches data written over',
    (content, message) => {
      const file = temporaryFile('out.ndjson', content);
      expect(refusalOf(file)).toContain(message);
      expect(readFileSync(file, 'utf8')).toBe(content);
    },
  );

  test('refuses a damaged line with its number: catches a score that is lost in silence', () => {
    const file = path();
    const first = open(file);
    first.write(SCORES.slice(0, 1));
    first.close();
    appendFileSync(file, '{"key":"a","score":"1"}\n');
    expect(refusalOf(file)).toBe(
      'out.ndjson:3: not a score as --resume writes it: remove this line, and its score is computed again',
    );
  });

  test('refuses a score of which any digit or letter was changed: catches one that is believed', () => {
    const file = path();
    const first = open(file);
    first.write(SCORES);
    first.close();
    const [header = '', ...lines] = readFileSync(file, 'utf8').trimEnd().split('\n');
    const refused: string[] = [];
    for (const [index, line] of lines.entries()) {
      // Inside of every value, the checksum's among them.
      for (const [found] of line.matchAll(/(?<=":"?)[^":,]+(?=["},])/g)) {
        const changed = line.replace(found, found.replace(/[0-8a-y](?=[^0-8a-y]*$)/, '9'));
        expect(changed).not.toBe(line);
        const damaged = lines.with(index, changed);
        writeFileSync(file, `${[header, ...damaged].join('\n')}\n`);
        refused.push(refusalOf(file));
        expect(refused.at(-1)).toMatch(
          new RegExp(`^out.ndjson:${index + 2}: (changed since --resume wrote it|not a score)`),
        );
      }
    }
    // Key, proxy, score or reason, and checksum of each.
    expect(refused).toHaveLength(4 * SCORES.length);
    expect(refused[0]).toBe(
      'out.ndjson:2: changed since --resume wrote it, as its checksum shows: remove this line, and its score is computed again',
    );
  });

  test('says why a file can not be opened', () => {
    expect(refusalOf('/nowhere/at/all')).toMatch(/can't be opened to resume from: .*no such file/);
    expect(refusalOf(temporaryFiles({}))).toMatch(/can't be opened to resume from: /);
  });

  test('goes on where it can no longer be written, and says so once', () => {
    const warnings: string[] = [];
    const opened = openResumeFile(path(), (message) => warnings.push(message));
    if (!opened.ok) throw new Error(opened.reason);
    // As a disk that is full or gone: nothing can be written any more.
    opened.value.close();
    opened.value.write(SCORES);
    opened.value.write(SCORES);
    expect(warnings).toEqual([
      expect.stringMatching(/out\.ndjson: not written, going on without: /),
    ]);
    expect(opened.value.read('a')).toEqual(success(0.1 + 0.2));
  });
});
