import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MAX_LINE_BYTES } from '../../src/input/limits.ts';
import { readLines } from '../../src/input/read-lines.ts';
import { temporaryFile } from '../temporary-files.ts';

/** All lines of a file, in words; checks that they are numbered without a gap. */
async function linesOf(content: string | Uint8Array): Promise<string[]> {
  const all: string[] = [];
  for await (const { first, lines } of readLines(temporaryFile('f.ndjson', content))) {
    expect(first).toBe(all.length + 1);
    for (const line of lines) all.push(line.ok ? line.value : `! ${line.reason}`);
  }
  return all;
}

/** The slow way: the whole text at once. A newline at the end begins no line. */
function slowly(text: string): string[] {
  const lines = text.replace(/^\ufeff/, '').split('\n');
  return text === '' || text.endsWith('\n') ? lines.slice(0, -1) : lines;
}

describe('readLines', () => {
  test.each<[string, string]>([
    ['nothing', ''],
    ['a line without an end', 'a'],
    ['a line', 'a\n'],
    ['blank lines', '\n\n \n'],
    ['carriage returns, which stay', 'a\r\nb\r\n'],
    ['a byte order mark', '\ufeffa\nb'],
    ['a byte order mark alone on its line', '\ufeff\nb'],
    ['a mark in the middle, which is text', 'a\n\ufeffb\n'],
    ['characters of two, three and four bytes', 'é\n€\n😀\n'],
  ])('%s', async (_, text) => {
    expect(await linesOf(text)).toEqual(slowly(text));
  });

  test('lines that end at, before and behind the end of a chunk: catches one that is torn or doubled', async () => {
    const chunk = 2 ** 20;
    for (const length of [chunk - 2, chunk - 1, chunk, chunk + 1, 2 * chunk - 1, 3 * chunk]) {
      for (const tail of ['', '\n', 'b', '\nb', '\n\n']) {
        for (const mark of ['', '€']) {
          const text = `x\n${mark}${'a'.repeat(length)}${tail}`;
          const lines = await linesOf(text);
          expect(lines.map((line) => line.length)).toEqual(slowly(text).map((line) => line.length));
          expect(lines.join('\n') === slowly(text).join('\n')).toBe(true);
        }
      }
    }
  });

  test('any bytes give the lines that a decoder gives, those it refuses said to be no UTF-8', async () => {
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    const lines = fc.array(
      fc.oneof(
        fc.uint8Array({ maxLength: 12 }).map((bytes) => bytes.map((b) => (b === 10 ? 11 : b))),
        fc.string({ unit: 'binary', maxLength: 9 }).map((text) => {
          return new TextEncoder().encode(text.replaceAll('\n', ''));
        }),
      ),
      { minLength: 1, maxLength: 8 },
    );
    await fc.assert(
      fc.asyncProperty(lines, async (all) => {
        const expected = all.map((line) => {
          try {
            return decoder.decode(line);
          } catch {
            return '! not UTF-8 text; save it in that encoding';
          }
        });
        expected[0] = expected[0]!.replace(/^\ufeff/, '');
        const content = Buffer.concat(all.flatMap((line) => [line, Buffer.from('\n')]));
        expect(await linesOf(content)).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });

  test('a line that is too long is said to be, and those after it are read', async () => {
    const long = 'a'.repeat(MAX_LINE_BYTES + 1);
    const said = `! too long: expected at most ${MAX_LINE_BYTES} bytes in a line`;
    expect(await linesOf(`x\n${long}\ny\n${long}`)).toEqual(['x', said, 'y', said]);
    const longest = await linesOf(`${long.slice(1)}\n`);
    expect(longest.map((line) => line.length)).toEqual([MAX_LINE_BYTES]);
  });

  test('a device without a line feed is not read for ever', async () => {
    const piece = Buffer.alloc(2 ** 20, 'a');
    // eslint-disable-next-line @typescript-eslint/require-await -- as a stream gives its pieces
    async function* endless(): AsyncGenerator<Buffer> {
      yield Buffer.from('x\n');
      for (;;) yield piece;
    }
    const all: boolean[] = [];
    for await (const { lines } of readLines(endless())) for (const { ok } of lines) all.push(ok);
    expect(all).toEqual([true, false]);
  });

  test('a file that can not be read is an error, not an empty file', async () => {
    await expect(readLines('/no/such/file').next()).rejects.toThrow('ENOENT');
  });
});
