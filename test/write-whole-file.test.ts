import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { removeUnfinishedFiles, writeWholeFile } from '../src/write-whole-file.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zerolm-write-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('writeWholeFile(path, text)', () => {
  it('writes a new file and replaces an old one, leaving nothing beside it: catches a leftover', async () => {
    const path = join(folder, 'out.json');
    expect(await writeWholeFile(path, 'one')).toEqual({ ok: true, value: path });
    expect(await writeWholeFile(path, 'two')).toEqual({ ok: true, value: path });
    expect([readFileSync(path, 'utf8'), readdirSync(folder)]).toEqual(['two', ['out.json']]);
  });

  it('writes what a link points to: catches a link that is replaced', async () => {
    writeFileSync(join(folder, 'real.json'), 'old');
    symlinkSync('real.json', join(folder, 'link.json'));
    expect((await writeWholeFile(join(folder, 'link.json'), 'new')).ok).toBe(true);
    expect(readFileSync(join(folder, 'real.json'), 'utf8')).toBe('new');
    expect(readlinkSync(join(folder, 'link.json'))).toBe('real.json');
  });

  it('refuses what is no place for a file, leaving nothing: catches a half-written one', async () => {
    writeFileSync(join(folder, 'file'), 'old');
    mkdirSync(join(folder, 'directory'));
    const before = readdirSync(folder);
    const reasons = await Promise.all(
      [
        join(folder, 'none', 'out'),
        join(folder, 'file', 'out'),
        join(folder, 'directory'),
        '/dev/null',
        join(folder, 'x'.repeat(300)),
      ].map((path) => writeWholeFile(path, 'text')),
    );
    expect(reasons.map((result) => (result.ok ? '' : result.reason))).toEqual([
      "can't be written: no such directory; make it first",
      "can't be written: a part of the path is no directory",
      'is a directory; expected the name of a file',
      'is no regular file; expected the name of one',
      "can't be written: the name is too long",
    ]);
    expect(readdirSync(folder)).toEqual(before);
    expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('old');
  });

  it.skipIf(process.getuid?.() === 0)(
    'refuses a directory that it may not write (needs a user other than root): catches a crash',
    async () => {
      chmodSync(folder, 0o500);
      const result = await writeWholeFile(join(folder, 'out'), 'text');
      chmodSync(folder, 0o700);
      expect(result).toEqual({ ok: false, reason: "can't be written: permission denied" });
    },
  );
});

describe('removeUnfinishedFiles()', () => {
  it('removes what is being written and nothing else: catches half a file that outlives the process', async () => {
    await writeWholeFile(join(folder, 'done'), 'text');
    const names: string[][] = [];
    function* content(): Generator<Uint8Array> {
      yield Uint8Array.of(1);
      names.push(readdirSync(folder));
      removeUnfinishedFiles();
      names.push(readdirSync(folder));
    }
    const written = await writeWholeFile(join(folder, 'out'), content());
    expect(names).toEqual([[expect.stringMatching(/^\.out\./), 'done'], ['done']]);
    expect([written.ok, readdirSync(folder)]).toEqual([false, ['done']]);
  });
});
