import { spawnSync } from 'node:child_process';
import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { MAX_HEADER_BYTES, MAX_HEADER_VALUES } from '../../src/safetensors/limits.ts';
import { ROOT } from '../cli/run.ts';
import { fileWith, type Written } from '../safetensors/files.ts';
import { temporaryFile, temporaryFiles } from '../temporary-files.ts';
import { IMPORT_PEAK } from '../peak-memory.ts';
import { WHOLE } from '../sweeps.ts';

const measured = z.object({ megabytes: z.number(), cpuSeconds: z.number(), said: z.string() });

/**
 * Reads a checkpoint in a process of its own, and measures it.
 *
 * @returns the memory that it took at most beyond that of the program, the processor time, which other
 *   programs do not add to, and what it said
 */
function reading(path: string, mode: 'expected' | 'weights' = 'expected') {
  const built = (...path: string[]): string => JSON.stringify(join(ROOT, 'dist', ...path));
  const code = `
    ${IMPORT_PEAK}
    const { DEFAULT_SETTINGS } = await import(${built('index.js')});
    const { readCheckpoint, scoreCheckpoint } = await import(${built('entries', 'checkpoints.js')});
    const read = async (path) => {
      const { checkpoint, problems, warnings } = await readCheckpoint(path);
      if (checkpoint === undefined) return problems[0].message;
      const score = await scoreCheckpoint(checkpoint, { ...DEFAULT_SETTINGS, mode: '${mode}' });
      return score.ok ? String(score.value.score) : score.reason;
    };
    const [, warm, path] = process.argv;
    await read(warm);
    const before = peakKilobytes();
    const started = process.cpuUsage();
    const said = await read(path);
    const { user, system } = process.cpuUsage(started);
    const cpuSeconds = (user + system) / 1e6;
    const megabytes = (peakKilobytes() - before) / 1000;
    process.stdout.write(JSON.stringify({ megabytes, cpuSeconds, said: said.slice(0, 200) }));`;
  const warm = temporaryFile(
    'warm.safetensors',
    zeros({ [MATRIX]: { dtype: 'F32', shape: [4, 4] } }),
  );
  const run = spawnSync(
    process.execPath,
    ['--input-type=module', '--eval', code, '--', warm, path],
    { encoding: 'utf8' },
  );
  expect(run.stderr).toBe('');
  return measured.parse(JSON.parse(run.stdout));
}

const MATRIX = 'encoder.layer.0.intermediate.dense.weight';

/** A small file of zeros. */
function zeros(tensors: Readonly<Record<string, Written>>): Buffer {
  let end = 0;
  const header = Object.fromEntries(
    Object.entries(tensors).map(([name, { dtype, shape }]) => {
      const begin = end;
      end += 4 * shape.reduce((product, size) => product * size, 1);
      return [name, { dtype, shape, data_offsets: [begin, end] }];
    }),
  );
  return fileWith(header, new Uint8Array(end));
}

const manyKeys = (): string =>
  `{${Array.from({ length: MAX_HEADER_VALUES - 10 }, (_, i) => `"k${i}":1`).join(',')}}`;

/** As many tensors of one entry as a header may have values for. */
function manyTensors(): Buffer {
  const count = Math.floor(MAX_HEADER_VALUES / 8) - 10;
  const tensors = Array.from({ length: count }, (_, i) => {
    const name = `encoder.layer.${i % 4000}.output.x${i}.bias`;
    return `"${name}":{"dtype":"F32","shape":[1],"data_offsets":[${4 * i},${4 * i + 4}]}`;
  });
  return fileWith(`{${tensors.join(',')}}`, new Uint8Array(4 * count));
}

/** Headers that are large in different ways; `npm test` reads the first two. */
const HEADERS: readonly (readonly [string, () => Buffer])[] = [
  ['a million keys', () => fileWith(manyKeys())],
  [
    'a list of a million numbers',
    () => fileWith(`{"a":[${'1,'.repeat(MAX_HEADER_VALUES - 100)}1]}`),
  ],
  [
    'half a million objects',
    () => fileWith(`{"a":[${'{},'.repeat(MAX_HEADER_VALUES / 2 - 100)}1]}`),
  ],
  ['a long text in two bytes a letter', () => fileWith(`{"a":"${'€'.repeat(5 * 2 ** 20)}"}`)],
  ['spaces alone', () => fileWith(' '.repeat(MAX_HEADER_BYTES))],
  ['nothing but opening quotes', () => fileWith(`{${'"'.repeat(MAX_HEADER_BYTES - 1)}`)],
  ['as many tensors as there may be', manyTensors],
];

describe('the memory that a header takes', () => {
  it.each(WHOLE ? HEADERS : HEADERS.slice(0, 2))(
    'of %s is at most that of the file and 100 MB',
    (_, content) => {
      const bytes = content();
      const { megabytes, cpuSeconds } = reading(temporaryFile('a.safetensors', bytes));
      expect(megabytes).toBeLessThan(bytes.length / 1e6 + 100);
      // It takes less than one; what grows with the square takes minutes.
      expect(cpuSeconds).toBeLessThan(30);
    },
  );
});

/** Four times the memory that reading them may take. */
const LARGE_BYTES = 6.4e7;

describe('the memory that weights take', () => {
  it.each(['F32', 'F16', 'BF16'])(
    'of %s is that of a window, not of a tensor: catches one that is read whole',
    (dtype) => {
      const folder = temporaryFiles({});
      const path = join(folder, 'large.safetensors');
      const size = dtype === 'F32' ? 4 : 2;
      // 64 MB that take no room on the disk.
      const shape = [1000, LARGE_BYTES / size / 1000];
      const head = fileWith({ [MATRIX]: { dtype, shape, data_offsets: [0, LARGE_BYTES] } });
      const descriptor = openSync(path, 'w');
      writeSync(descriptor, head);
      ftruncateSync(descriptor, head.length + LARGE_BYTES);
      closeSync(descriptor);
      const { megabytes, said } = reading(path, 'weights');
      expect(said).toBe('0');
      // The window is half a megabyte; the rest is what the engine leaves lying about.
      expect(megabytes).toBeLessThan(16);
    },
  );
});
