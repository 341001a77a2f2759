import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writableTarget } from '../src/writable-target.ts';
import { temporaryFiles } from './temporary-files.ts';

describe('writableTarget(path)', () => {
  it('is the file, what a link leads to, or a name that is free, and touches none', async () => {
    const folder = temporaryFiles({ 'real.json': 'old' });
    symlinkSync('real.json', join(folder, 'link.json'));
    const targetOf = async (name: string): Promise<unknown> => writableTarget(join(folder, name));
    const real = { ok: true, value: join(folder, 'real.json') };
    expect(await targetOf('real.json')).toEqual(real);
    expect(await targetOf('link.json')).toEqual(real);
    expect(await targetOf('new.json')).toEqual({ ok: true, value: join(folder, 'new.json') });
    expect(readdirSync(folder)).toEqual(['link.json', 'real.json']);
  });

  it.each([
    ['none/out', "can't be written: no such directory; make it first"],
    ['file/out', "can't be written: a part of the path is no directory"],
    ['directory', 'is a directory; expected the name of a file'],
    ['x'.repeat(300), "can't be written: the name is too long"],
  ])('refuses %s before anything is written: catches work that is lost', async (name, reason) => {
    const folder = temporaryFiles({});
    writeFileSync(join(folder, 'file'), '');
    mkdirSync(join(folder, 'directory'));
    expect(await writableTarget(join(folder, name))).toEqual({ ok: false, reason });
  });

  it('refuses a device: catches one replaced by a file', async () => {
    const reason = 'is no regular file; expected the name of one';
    expect(await writableTarget('/dev/null')).toEqual({ ok: false, reason });
  });
});
