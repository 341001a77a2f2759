import { describe, expect, test } from 'vitest';
import { MAX_FILE_BYTES } from '../../src/input/limits.ts';
import { describeFileError, readText } from '../../src/input/read-text.ts';
import { temporaryFile, temporaryFiles } from '../temporary-files.ts';

describe('readText', () => {
  test('a byte order mark is no part of the text', async () => {
    const path = temporaryFile('a', '\ufeff{}');
    expect(await readText(path)).toEqual({ ok: true, value: '{}' });
  });

  test('bytes that are no UTF-8 are refused, not replaced', async () => {
    const path = temporaryFile('a', Uint8Array.of(0x22, 0xe9, 0x22));
    expect(await readText(path)).toEqual({
      ok: false,
      reason: 'not UTF-8 text; save it in that encoding',
    });
  });

  test('UTF-16, as some editors save it, is refused as well', async () => {
    const path = temporaryFile('a', Buffer.from('\ufeff{}', 'utf16le'));
    expect(await readText(path)).toMatchObject({ ok: false });
  });

  test.each([
    ['missing', 'no such file or directory'],
    ['a/below', 'no such file or directory'],
    ['.', 'is a directory; expected a file'],
  ])('the path %j is refused in words', async (name, reason) => {
    const folder = temporaryFiles({ a: '' });
    expect(await readText(`${folder}/${name}`)).toEqual({ ok: false, reason });
  });

  test('a name that no file can have is refused as the system says it', async () => {
    const result = await readText('a\u0000b');
    if (result.ok) throw new Error('it was read');
    expect(result.reason).toContain('null bytes');
  });

  test('a file without end is read up to the limit and not beyond', async () => {
    expect(await readText('/dev/zero')).toEqual({
      ok: false,
      reason: `too large: expected at most ${MAX_FILE_BYTES} bytes; split it into several files, or write one value a line (NDJSON)`,
    });
  });
});

describe('describeFileError', () => {
  test.each(['EACCES', 'EPERM'])('%s is a matter of permission', (code) => {
    expect(describeFileError(Object.assign(new Error('x'), { code }))).toBe('permission denied');
  });

  test('what has no words of its own is said as the system says it', () => {
    expect(describeFileError(Object.assign(new Error('ELOOP: x'), { code: 'ELOOP' }))).toBe(
      'ELOOP: x',
    );
    expect(describeFileError('odd')).toBe('odd');
  });
});
