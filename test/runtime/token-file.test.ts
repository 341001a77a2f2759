import { describe, expect, test } from 'vitest';
import {
  findBatchProblem,
  findVocabularyProblem,
  readTokens,
  type TokenFile,
} from '../../src/runtime/token-file.ts';
import { formatProblem } from '../../src/problem.ts';
import { temporaryFile } from '../temporary-files.ts';

async function tokensOf(content: string): Promise<TokenFile> {
  const read = await readTokens(temporaryFile('tokens', content));
  if (!read.ok) throw new Error(JSON.stringify(read.reason));
  return { ...read.value, source: 'tokens' };
}

async function refusalOf(content: string | Uint8Array): Promise<string> {
  const file = temporaryFile('tokens', content);
  const read = await readTokens(file);
  if (read.ok) throw new Error('it was taken');
  return read.reason.map((problem) => formatProblem(problem).replace(file, 'tokens')).join('\n');
}

describe('readTokens', () => {
  test('takes JSON and lines for the same sequences: catches two forms of one thing that differ', async () => {
    const json = await tokensOf('[[1, 2, 3], [40, 50]]');
    const lines = await tokensOf('1 2\t3\r\n\n40, 50');
    expect(json.sequences).toEqual([
      [1, 2, 3],
      [40, 50],
    ]);
    expect(lines.sequences).toEqual(json.sequences);
    expect(lines.digest).toBe(json.digest);
    expect([json.lines, lines.lines]).toEqual([null, [1, 3]]);
    expect((await tokensOf('[[1, 2, 3, 40, 50]]')).digest).not.toBe(json.digest);
  });

  test.each([
    ['', 'tokens: no sequence: expected a list of sequences'],
    ['[]', 'tokens: no sequence: expected a list of sequences'],
    ['[1, 2]', 'tokens: [0]: 1: expected a list of sequences, each a list of token ids'],
    ['[[1, 2], []]', 'tokens: [1]: a list of 0: expected at least one token id'],
    ['[[1, 2.5]]', 'tokens: [0][1]: 2.5: expected a token id, a whole number from 0'],
    ['[[1, -2]]', 'tokens: [0][1]: -2: expected a token id, a whole number from 0'],
    ['[[1, "2"]]', 'tokens: [0][1]: "2": expected a token id, a whole number from 0'],
    ['[[16777216]]', 'below 16777216'],
    ['[[1, 2', 'tokens:1:7: not JSON'],
    ['1 2\n3 four 5', 'tokens:2: token 2: "four": expected a token id'],
    ['1 2\n-3', 'tokens:2: token 1: "-3": expected a token id'],
    [Uint8Array.of(0xff, 0xfe), 'tokens: not UTF-8 text'],
  ])('refuses %j with its place: catches a token that counts as 0', async (content, message) => {
    expect(await refusalOf(content)).toContain(message);
  });

  test.each([
    ['a list of numbers', `[${'1,'.repeat(99_999)}1]`, 'tokens: [49]: 1: expected a list', 99_950],
    ['lists of texts', `[${'["1"],'.repeat(99_999)}["1"]]`, 'tokens: [49][0]: "1": ex', 99_950],
    ['lines of words', 'x\n'.repeat(100_000), 'tokens:50: token 1: "x": expected a', 99_950],
    ['one line of words', 'x '.repeat(100_000), 'tokens:1: token 1: "x": expected a', 0],
    ['one list of texts', `[[${'"1",'.repeat(99_999)}1]]`, 'tokens: [0][0]: "1": expected', 0],
  ])('keeps the first problems of %s, and counts the rest', async (_, content, last, more) => {
    const lines = (await refusalOf(content)).split('\n');
    expect(lines.length).toBeLessThanOrEqual(51);
    expect(lines.at(more === 0 ? -1 : -2)).toContain(last);
    if (more > 0) expect(lines.at(-1)).toBe(`and ${more} more`);
  });

  test('says that there is no such file', async () => {
    const read = await readTokens('/nowhere/tokens.json');
    expect(read.ok ? '' : formatProblem(read.reason[0]!)).toBe(
      '/nowhere/tokens.json: no such file or directory',
    );
  });
});

describe('findBatchProblem', () => {
  test('names too few sequences and a sequence that is too short: catches padding that nobody asked for', async () => {
    const tokens = await tokensOf('1 2 3\n4 5\n6 7 8 9');
    const problem = (batch: number, sequenceLength: number): string | null => {
      const found = findBatchProblem(tokens, { batch, sequenceLength });
      return found === null ? null : formatProblem(found);
    };
    expect(problem(3, 2)).toBeNull();
    expect(problem(1, 3)).toBeNull();
    expect(problem(4, 2)).toBe(
      'tokens: 3 sequences: expected at least 4, one for each of the batch; add some, or use --batch 3',
    );
    expect(problem(3, 3)).toBe(
      'tokens:2: a sequence of 2 tokens: expected at least 3; add some, or use --sequence-length 2',
    );
  });
});

describe('findVocabularyProblem', () => {
  test('names the first token outside, among those of the batch: catches a look at the others', async () => {
    const lines = await tokensOf('1 2 30\n4 5 6\n700 8 9');
    const shape = { batch: 2, sequenceLength: 2 };
    expect(findVocabularyProblem(lines, shape, 6)).toBeNull();
    const found = findVocabularyProblem(lines, { batch: 2, sequenceLength: 3 }, 30);
    expect(found && formatProblem(found)).toBe(
      'tokens:1: token 3: 30: expected a token id below 30, the size of the vocabulary',
    );
    const json = await tokensOf('[[1, 2, 30], [4, 5, 6]]');
    const other = findVocabularyProblem(json, shape, 5);
    expect(other && formatProblem(other)).toBe(
      'tokens: [1][1]: 5: expected a token id below 5, the size of the vocabulary',
    );
  });
});
