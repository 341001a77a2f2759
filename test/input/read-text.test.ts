import { createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import { FILE_LIMITS } from '../../src/input/limits.ts';
import { decodeWhole, describeFileError, readText } from '../../src/input/read-text.ts';
import { temporaryFile, temporaryFiles } from '../temporary-files.ts';

const LIMIT = FILE_LIMITS.settings;

describe('readText', () => {
  test('a byte order mark is no part of the text', async () => {
    const path = temporaryFile('a', '\ufeff{}');
    expect(await readText(path, LIMIT)).toEqual({ ok: true, value: '{}' });
  });

  test('bytes that are no UTF-8 are refused, not replaced', async () => {
    const path = temporaryFile('a', Uint8Array.of(0x22, 0xe9, 0x22));
    expect(await readText(path, LIMIT)).toEqual({
      ok: false,
      reason: 'not UTF-8 text; save it in that encoding',
    });
  });

  test('UTF-16, as some editors save it, is refused as well', async () => {
    const path = temporaryFile('a', Buffer.from('\ufeff{}', 'utf16le'));
    expect(await readText(path, LIMIT)).toMatchObject({ ok: false });
  });

  test.each([
    ['missing', 'no such file or directory'],
    ['a/below', 'no such file or directory'],
    ['.', 'is a directory; expected a file'],
  ])('the path %j is refused in words', async (name, reason) => {
    const folder = temporaryFiles({ a: '' });
    expect(await readText(`${folder}/${name}`, LIMIT)).toEqual({ ok: false, reason });
  });

  test('a name that no file can have is refused as the system says it', async () => {
    const result = await readText('a\u0000b', LIMIT);
    if (result.ok) throw new Error('it was read');
    expect(result.reason).toContain('null bytes');
  });

  test('a device of zeros is refused at its first bytes, not read up to the limit', async () => {
    expect(await readText('/dev/zero', LIMIT)).toEqual({
      ok: false,
      reason: 'not text: it holds a zero byte',
    });
  });

  test('a socket is refused in words', async () => {
    const path = `${temporaryFiles({})}/socket`;
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(path, resolve));
    try {
      expect(await readText(path, LIMIT)).toEqual({
        ok: false,
        reason: 'is a socket or a device without data; expected a file',
      });
    } finally {
      server.close();
    }
  });
});

describe('decodeWhole', () => {
  test.each(Object.entries(FILE_LIMITS))(
    'of an endless input of %s reads the limit and one piece more: catches one that is read on',
    async (_, limit) => {
      const piece = Buffer.alloc(2 ** 16, ' ');
      let pieces = 0;
      // eslint-disable-next-line @typescript-eslint/require-await -- as a stream gives its pieces
      async function* endless(): AsyncGenerator<Buffer> {
        for (;;) {
          pieces += 1;
          yield piece;
        }
      }
      expect(await decodeWhole(endless(), limit)).toEqual({
        ok: false,
        reason: `too large: expected at most ${limit.bytes} bytes; ${limit.remedy}`,
      });
      expect(pieces).toBe(limit.bytes / piece.length + 1);
    },
  );
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
