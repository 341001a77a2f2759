import { describe, expect, test } from 'vitest';
import { FILE_LIMITS } from '../../src/input/limits.ts';
import { readText } from '../../src/input/read-text.ts';
import { temporaryFile } from '../temporary-files.ts';

const PICKLE = 'a PyTorch pickle: convert it to safetensors';
const POINTER = 'version https://git-lfs.github.com/spec/v1\noid sha256:ab\nsize 5\n';

describe('a file of another format', () => {
  test.each([
    ['model.bin', 'PK\x03\x04\0\0', PICKLE],
    ['old.pt', '\x80\x02c', PICKLE],
    ['specs.zip', 'PK\x03\x04\0\0', 'a zip archive: unpack it'],
    ['model.gguf', 'GGUF\x03', 'a GGUF file: expected the safetensors file'],
    ['tf_model.h5', '\x89HDF\r\n', 'an HDF5 file: convert it to safetensors'],
    ['specs.ndjson.gz', '\x1f\x8b\x08', 'a gzip archive: unpack it'],
    ['config.json', POINTER, 'a Git LFS pointer, not the file itself: run git lfs pull'],
  ])('%s is refused with what to do about it', async (name, content, expected) => {
    const read = await readText(
      temporaryFile(name, Buffer.from(content, 'latin1')),
      FILE_LIMITS.candidates,
    );
    if (read.ok) throw new Error('it was read');
    expect(read.reason).toContain(expected);
  });

  test('a spec that begins like none of them is read', async () => {
    expect(await readText(temporaryFile('PK.json', '"PK"'), FILE_LIMITS.candidates)).toEqual({
      ok: true,
      value: '"PK"',
    });
  });
});
