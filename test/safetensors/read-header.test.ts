import { describe, expect, it } from 'vitest';
import { MAX_HEADER_BYTES } from '../../src/safetensors/limits.ts';
import { readHeader } from '../../src/safetensors/read-header.ts';
import { formatProblem } from '../../src/problem.ts';
import { temporaryFile, temporaryFiles } from '../temporary-files.ts';
import { checkpointOf, fileWith, singles } from './files.ts';

async function refusalOf(content: Uint8Array): Promise<string> {
  const path = temporaryFile('a.safetensors', content);
  const { tensors, problems } = await readHeader(path);
  expect(tensors).toEqual([]);
  expect(problems.length).toBeGreaterThan(0);
  return problems.map((problem) => formatProblem(problem).replace(path, 'FILE')).join('\n');
}

/** A header with one tensor of four singles, but for what is changed. */
const changed = (change: object): object => ({
  a: { dtype: 'F32', shape: [2, 2], data_offsets: [0, 16], ...change },
});
const data = new Uint8Array(16);

const EMPTY = '{"dtype":"F32","shape":[0],"data_offsets":[0,0]}';

describe('readHeader(path)', () => {
  it('gives the tensors in the order of their data: catches an order by name', async () => {
    const content = checkpointOf({
      z: singles([2, 3], [1, 2, 3, 4, 5, 6]),
      a: { dtype: 'BF16', shape: [5] },
      empty: { dtype: 'F16', shape: [0, 4] },
      scalar: { dtype: 'F64', shape: [] },
    });
    const path = temporaryFile('a.safetensors', content);
    const { tensors, problems } = await readHeader(path);
    expect(problems).toEqual([]);
    const start = content.length - 42;
    expect(tensors).toEqual([
      { path: 'z', dtype: 'F32', shape: [2, 3], file: path, start, bytes: 24 },
      { path: 'a', dtype: 'BF16', shape: [5], file: path, start: start + 24, bytes: 10 },
      { path: 'empty', dtype: 'F16', shape: [0, 4], file: path, start: start + 34, bytes: 0 },
      { path: 'scalar', dtype: 'F64', shape: [], file: path, start: start + 34, bytes: 8 },
    ]);
  });

  it('passes over metadata of texts and refuses others: catches a tensor called metadata', async () => {
    const header = { __metadata__: { format: 'pt' }, ...changed({}) };
    const path = temporaryFile('a.safetensors', fileWith(header, data));
    expect((await readHeader(path)).tensors).toHaveLength(1);
    expect(await refusalOf(fileWith({ ...header, __metadata__: { a: 1 } }, data))).toBe(
      'FILE: __metadata__.a: 1: expected a text',
    );
  });

  it.each([
    ['an empty file', Buffer.alloc(0), /0 bytes; expected a safetensors file/],
    [
      'a Git LFS pointer',
      Buffer.from('version https://git-lfs.github.com/spec/v1\noid sha256:ab\nsize 5\n'),
      /a Git LFS pointer, not the file itself: run git lfs pull/,
    ],
    ['a cut length', Buffer.alloc(7), /7 bytes; expected a safetensors file/],
    [
      'a length beyond the file',
      Buffer.concat([Buffer.from('ffffffffffffffff', 'hex'), data]),
      /gives its header 18446744073709551615 bytes, and has 16: cut off/,
    ],
    ['a header that is no JSON', fileWith('{"a": '), /the header: line 1, column 7: not JSON/],
    ['a header that is no object', fileWith('[1]'), /the header: no JSON object; expected one/],
    ['an empty header', fileWith(''), /the header: line 1, column 1: not JSON/],
    [
      'a header that is not UTF-8',
      Buffer.from('02000000000000007bff', 'hex'),
      /the header: not UTF-8 text/,
    ],
    ['a header without tensors', fileWith({}), /empty: expected at least one tensor/],
    [
      'a header nested deeply',
      fileWith(`${'['.repeat(100_000)}${']'.repeat(100_000)}`),
      /nested 100000 levels deep; expected at most 8/,
    ],
    [
      'a header of too many values',
      fileWith(`{"a":[${'1,'.repeat(2 ** 20)}1]}`),
      /more than 1048576 values/,
    ],
    [
      'a key twice',
      fileWith(
        '{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}',
      ),
      /the key "a" occurs twice in one object/,
    ],
    [
      'a key twice in a header too long for the search of keys',
      fileWith(`{"a":${EMPTY},"b":${EMPTY.padEnd(2 ** 22)},"a":${EMPTY}}`),
      /the key "a" occurs twice in one object; keep one/,
    ],
    ['a tensor that is a number', fileWith({ a: 1 }), /FILE: a: 1: expected an object with dtype/],
    [
      'an unknown type',
      fileWith(changed({ dtype: 'F5' }), data),
      /FILE: a\.dtype: "F5": expected F32, F16, BF16, F64/,
    ],
    [
      'a type of the prototype',
      fileWith(changed({ dtype: 'constructor' }), data),
      /a\.dtype: "constructor": expected F32/,
    ],
    [
      'a negative size',
      fileWith(changed({ shape: [-2, -2] }), data),
      /a\.shape\[0\]: -2: expected a whole number from 0/,
    ],
    [
      'a fractional size',
      fileWith(changed({ shape: [1.5, 2] }), data),
      /a\.shape\[0\]: 1\.5: expected a whole number/,
    ],
    [
      'sizes whose product overflows',
      fileWith(changed({ shape: [2 ** 40, 2 ** 40] }), data),
      /a\.shape: \[1099511627776, 1099511627776\]: more entries than any file has bytes/,
    ],
    [
      'an overflow that a zero hides',
      fileWith(changed({ shape: [2 ** 40, 2 ** 40, 0], data_offsets: [0, 0] })),
      /more entries than any file has bytes/,
    ],
    [
      'too many sizes',
      fileWith(changed({ shape: Array.from({ length: 65 }, () => 1) }), data),
      /a\.shape: a list of 65: expected a list of at most 64 sizes/,
    ],
    [
      'an end beyond the file',
      fileWith(changed({}), data.subarray(1)),
      /a\.data_offsets: \[0, 16\]: expected a begin, then an end, in the 15 bytes/,
    ],
    [
      'an end before the begin',
      fileWith(changed({ data_offsets: [16, 0] }), data),
      /\[16, 0\]: expected a begin, then an end/,
    ],
    [
      'a size that does not fit',
      fileWith(changed({ shape: [2, 3] }), data),
      /\[0, 16\]: expected 24 bytes, those of F32 \[2, 3\], not 16/,
    ],
    [
      'bytes behind the last tensor',
      fileWith(changed({}), new Uint8Array(17)),
      /1 bytes after the data of the last tensor; expected none/,
    ],
    [
      'bytes between two tensors',
      fileWith(
        { ...changed({}), b: { dtype: 'F32', shape: [1], data_offsets: [20, 24] } },
        new Uint8Array(24),
      ),
      /b\.data_offsets: begins at 20, but "a" ends at 16; expected no bytes between/,
    ],
    [
      'two tensors over the same bytes',
      fileWith({ ...changed({}), b: { dtype: 'F32', shape: [1], data_offsets: [12, 16] } }, data),
      /b\.data_offsets: begins at 12, inside "a", which ends at 16/,
    ],
    [
      'a name that moves the cursor',
      fileWith({ '\u001b[2J': { dtype: 'F32', shape: [], data_offsets: [0, 4] } }),
      /the name of a tensor: expected 1 to 500 characters/,
    ],
    [
      'a name of the prototype',
      fileWith('{"__proto__":{"dtype":"F32","shape":[9],"data_offsets":[0,4]}}', data),
      /__proto__\.data_offsets: \[0, 4\]: expected 36 bytes/,
    ],
  ])('refuses %s', async (_, content, message) => {
    expect(await refusalOf(content)).toMatch(message);
  });

  it('refuses a long header before it reads it: catches an allocation by a number of the file', async () => {
    const header = Buffer.alloc(8 + MAX_HEADER_BYTES + 1, ' ');
    header.writeBigUInt64LE(BigInt(MAX_HEADER_BYTES + 1));
    expect(await refusalOf(header)).toMatch(
      /a header of 100000001 bytes; expected at most 100000000/,
    );
  });

  it('tells a few of many problems: catches a message as long as the file', async () => {
    const header = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`t${i}`, i]));
    expect((await refusalOf(fileWith(header))).split('\n')).toHaveLength(20);
  });

  it('refuses a folder, and a file that is not there', async () => {
    const folder = temporaryFiles({ 'a.txt': '' });
    for (const [path, message] of [
      [folder, 'is a directory; expected a file'],
      [`${folder}/b`, 'no such file or directory'],
    ] as const) {
      expect((await readHeader(path)).problems[0]?.message).toBe(message);
    }
  });
});
