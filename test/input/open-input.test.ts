import { execFileSync, spawn } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { openInput } from '../../src/input/open-input.ts';
import { readCandidates } from '../../src/candidates/read-candidates.ts';
import { spec } from '../formats/specs.ts';
import { temporaryFile, temporaryFiles } from '../temporary-files.ts';

async function opened(name: string, text: string): Promise<[string, string]> {
  const { by, bytes } = await openInput({ path: temporaryFile(name, text), defaultId: 'x' });
  const pieces: Buffer[] = [];
  for await (const piece of bytes) pieces.push(piece);
  return [by, Buffer.concat(pieces).toString()];
}

describe('openInput', () => {
  test.each([
    ['two values', 'specs.txt', '{"a": 1}\n{"a": 2}', 'lines'],
    ['two values of a file that says JSON', 'specs.json', '{"a": 1}\n{"a": 2}\n', 'lines'],
    ['a value with blank lines before the next', 'specs', '{"a": 1}\r\n \t\r\n\n5', 'lines'],
    ['a value behind a byte order mark', 'specs', '\ufeff{"a": 1}\n5', 'lines'],
    ['a broken second line', 'specs', '{"a": 1}\n{', 'lines'],
    ['one value', 'specs', '{"a": 1}', 'whole'],
    ['one value with an end of line', 'specs', '{"a": 1}\n \n', 'whole'],
    ['a value over several lines', 'specs', '{\n"a": 1}\n', 'whole'],
    ['nothing', 'specs', '', 'whole'],
    ['what is no JSON', 'specs', 'a\nb\n', 'whole'],
    ['a YAML list, the first line of which is a value', 'specs.yaml', '5\n6\n', 'whole'],
    ['one value of a file that says NDJSON', 'specs.ndjson', '{"a": 1}', 'lines'],
  ])('%s of %s: %j are read by %s, and no byte is lost', async (_, name, text, by) => {
    expect(await opened(name, text)).toEqual([by, text]);
  });

  test('a first line longer than a piece: catches a look at the first piece alone', async () => {
    const text = `{"a": "${'x'.repeat(3_000_000)}"}\n1\n`;
    expect(await opened('specs', text)).toEqual(['lines', text]);
  });
});

describe('readCandidates of lines in a file of any name', () => {
  const lines = [1, 2, 3].map((n) => JSON.stringify(spec({ id: n === 2 ? 'two' : undefined })));

  test('gives what the same lines give as NDJSON, called by their numbers', async () => {
    const folder = temporaryFiles({
      'specs.txt': lines.join('\n'),
      'specs.ndjson': lines.join('\n'),
    });
    const [text, ndjson] = await Promise.all(
      ['specs.txt', 'specs.ndjson'].map((name) => readCandidates([`${folder}/${name}`])),
    );
    const ids = ['specs:1', 'two', 'specs:3'];
    expect(text?.candidates.map(({ id }) => id)).toEqual(ids);
    expect(ndjson?.candidates.map(({ id }) => id)).toEqual(ids);
    expect(text?.problems).toEqual([]);
  });

  test('reads a pipe as it comes: catches one that is held until it ends', async () => {
    const folder = temporaryFiles({ 'a.txt': '' });
    const pipe = `${folder}/pipe`;
    execFileSync('mkfifo', [pipe]);
    // Two lines, and then nothing for as long as its own stdin is open.
    const writer = spawn('sh', [
      '-c',
      `{ printf '%s\\n' "$1" "$1x"; cat; } > "$0"`,
      pipe,
      lines[0] ?? '',
    ]);
    const { by, bytes } = await openInput({ path: pipe, defaultId: 'p' });
    expect(by).toBe('lines');
    let text = '';
    for await (const piece of bytes) {
      text += piece.toString();
      if (text.endsWith('x\n')) break;
    }
    expect(writer.exitCode).toBeNull();
    writer.stdin.end();
    expect(text).toBe(`${lines[0]}\n${lines[0]}x\n`);
  });
});
