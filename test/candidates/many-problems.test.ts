import { describe, expect, test } from 'vitest';
import { CandidateReader } from '../../src/candidates/candidate-reader.ts';
import { readCandidates } from '../../src/candidates/read-candidates.ts';
import type { StopAt } from '../../src/candidates/read-options.ts';
import { MAX_JSON_VALUES, MAX_RECORD_VALUES } from '../../src/input/limits.ts';
import { formatProblem } from '../../src/problem.ts';
import { layer, spec } from '../formats/specs.ts';
import { temporaryFile, temporaryFiles } from '../temporary-files.ts';

const MANY = 20_000;
const BATCH = 100;

/** What the batches of a file hold. */
interface Batches {
  readonly candidates: number;
  readonly refused: number;
  /** Most problems of one batch. */
  readonly largest: number;
  readonly last: string;
}

async function batchesOf(path: string, stopAt: StopAt): Promise<Batches> {
  const reader = new CandidateReader([path], { batchSize: BATCH, stopAt });
  let [candidates, refused, largest, last] = [0, 0, 0, ''];
  for await (const batch of reader.batches()) {
    candidates += batch.candidates.length;
    refused += batch.refused;
    largest = Math.max(largest, batch.problems.length);
    const problem = batch.problems.at(-1);
    if (problem !== undefined) last = formatProblem(problem);
  }
  return { candidates, refused, largest, last };
}

const valid = JSON.stringify(spec());

describe('CandidateReader of many records that are wrong', () => {
  test.each(['[]', '{}', '5', '{"hidden_size": 0}'])(
    'counts a list of %s, with few in memory at once: catches problems that pile up',
    async (record) => {
      const list = Array.from({ length: MANY }, (_, index) =>
        index % 1000 === 7 ? valid : record,
      );
      const { candidates, refused, largest } = await batchesOf(
        temporaryFile('list.json', `[${list.join(',')}]`),
        'end',
      );
      expect([candidates, refused]).toEqual([MANY / 1000, MANY - MANY / 1000]);
      expect(largest).toBeLessThan(BATCH + 10);
    },
  );

  test('counts broken lines likewise, but for those of one piece of the file', async () => {
    const path = temporaryFile('lines.ndjson', `${valid}\n${'{\n'.repeat(MANY)}`);
    const { candidates, refused, largest } = await batchesOf(path, 'end');
    expect([candidates, refused]).toEqual([1, MANY]);
    expect(largest).toBeLessThanOrEqual(2 ** 15 / 2 + BATCH);
  });

  test.each<[StopAt, number]>([
    ['many-problems', 1001],
    ['broken-line', 1001],
  ])('with %s ends after a thousand of a list', async (stopAt, refused) => {
    const path = temporaryFile('list.json', `[${'[],'.repeat(MANY)}[]]`);
    expect(await batchesOf(path, stopAt)).toMatchObject({
      refused,
      last: 'read no further after 1000 problems: correct these first',
    });
  });

  test('ends after a thousand over several files, and opens no more of them', async () => {
    const bad = `[${'[],'.repeat(599)}[]]`;
    const folder = temporaryFiles({ 'a.json': bad, 'b.json': bad, 'c.json': '{' });
    const { problems, refused } = await readCandidates([folder], { stopAt: 'many-problems' });
    expect(refused).toBe(1001);
    expect(problems.some(({ source }) => source.includes('c.json'))).toBe(false);
  });

  test('readCandidates keeps 50 of a file, and counts the rest', async () => {
    const path = temporaryFile('list.json', `[${'[],'.repeat(MANY - 1)}[]]`);
    const { problems, refused } = await readCandidates([path]);
    expect([problems.length, refused]).toEqual([51, MANY]);
    expect(problems.at(-1)?.message).toBe(`and ${MANY - 50} more`);
  });
});

describe('CandidateReader of what is too large', () => {
  test('refuses one record of many layers with one problem', async () => {
    const count = Math.ceil(MAX_RECORD_VALUES / 6);
    const layers = Array.from({ length: count }, () => layer({ operation_type: 5 }));
    const path = temporaryFile(
      'a.json',
      JSON.stringify(spec({ nas_config: { encoder_layers: layers } })),
    );
    const { problems } = await readCandidates([path]);
    expect(problems.map(({ message }) => message)).toEqual([
      `too large: expected at most ${MAX_RECORD_VALUES} numbers, texts, lists and objects in one record`,
    ]);
  });

  test('refuses a file of more values than are held, with one problem', async () => {
    const path = temporaryFile('a.json', `[${'[],'.repeat(MAX_JSON_VALUES / 2)}[]]`);
    const { problems } = await readCandidates([path]);
    expect(problems.map(({ message }) => message)).toEqual([
      `too large: expected at most ${MAX_JSON_VALUES} numbers, texts, lists and objects; split the file, or write one value a line (NDJSON)`,
    ]);
  });

  test('reads the largest record that is valid', async () => {
    const blocks = 4096;
    const stack = Array.from({ length: 16 }, () => 64);
    const all = <Value>(value: Value): Value[] => Array.from({ length: blocks }, () => value);
    const path = temporaryFile(
      'a.json',
      JSON.stringify({
        l: blocks,
        o: all('l'),
        h: all(64),
        n: all(4),
        f: all(stack),
        p: all('dct'),
      }),
    );
    const { candidates, problems } = await readCandidates([path]);
    expect([candidates.length, problems]).toEqual([1, []]);
  });
});
