import fc from 'fast-check';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { scoreCheckpoint } from '../../src/checkpoints/score-checkpoint.ts';
import { readCheckpoint } from '../../src/safetensors/read-checkpoint.ts';
import { DEFAULT_SETTINGS } from '../../src/scoring/score-settings.ts';
import { temporaryFile, temporaryFiles } from '../temporary-files.ts';
import { checkpointOf, fileWith, headerOf, type Written } from '../safetensors/files.ts';

const TENSORS: Readonly<Record<string, Written>> = {
  'embeddings.word_embeddings.weight': { dtype: 'F32', shape: [16, 4] },
  'embeddings.position_ids': { dtype: 'I64', shape: [1, 4] },
  'encoder.layer.0.attention.self.query.weight': { dtype: 'F16', shape: [4, 4] },
  'encoder.layer.0.attention.self.query.bias': { dtype: 'BF16', shape: [4] },
  'encoder.layer.1.output.dense.weight': { dtype: 'F64', shape: [4, 8] },
};

const whole = checkpointOf(TENSORS);
const dataBytes = whole.length - 8 - Number(whole.readBigUInt64LE());

/** Numbers that a header may be made to say. */
const wild = fc.oneof(
  fc.integer({ min: -2, max: 600 }),
  fc.constantFrom(0.5, 2 ** 31, 2 ** 32, 2 ** 53, 2 ** 53 - 1, 1e30, -1, 1e308),
);

/** The largest memory of the process so far, in bytes. */
const peak = (): number => 1024 * process.resourceUsage().maxRSS;

function flip(from: Buffer, bits: readonly number[]): Buffer {
  const bytes = Buffer.from(from);
  for (const bit of bits) bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return bytes;
}

const entries = Object.entries(TENSORS);
const NAMES = ['model-00001-of-00002.safetensors', 'model-00002-of-00002.safetensors'] as const;

/** What an index may be made to say of the file of a tensor. */
const SHARD_NAMES: readonly unknown[] = [
  ...NAMES,
  ...['../../etc/passwd', '/etc/passwd', '..', '', 'a/b.safetensors', 'model.safetensors', null],
  ...[7, {}, [], 'C:\\x.safetensors', '\u0000.safetensors', '__proto__'],
];

const flipped = fc
  .array(fc.nat(whole.length * 8 - 1), { minLength: 1, maxLength: 8 })
  .map((bits) => flip(whole, bits));

const cut = fc.nat(whole.length).map((length) => whole.subarray(0, length));

const grown = fc
  .uint8Array({ minLength: 1, maxLength: 64 })
  .map((more) => Buffer.concat([whole, more]));

const lengthened = fc
  .oneof(fc.bigInt(0n, 2n ** 64n - 1n), fc.bigInt(0n, 2n * BigInt(whole.length)))
  .map((length) => {
    const bytes = Buffer.from(whole);
    bytes.writeBigUInt64LE(length);
    return bytes;
  });

/** A header with shapes, offsets and types in other places or with other numbers. */
const rewritten = fc
  .array(
    fc.record({
      from: fc.nat(4),
      to: fc.nat(4),
      field: fc.constantFrom('shape', 'data_offsets', 'dtype'),
      numbers: fc.option(fc.array(wild, { maxLength: 4 })),
    }),
    { minLength: 1, maxLength: 3 },
  )
  .map((changes) => {
    const header = structuredClone(headerOf(TENSORS));
    const entries = Object.values(header);
    for (const { from, to, field, numbers } of changes) {
      const [source, target] = [entries[from], entries[to]];
      if (source === undefined || target === undefined) continue;
      const value: unknown = numbers ?? Reflect.get(source, field);
      Reflect.set(target, field, value);
    }
    return fileWith(header, new Uint8Array(dataBytes));
  });

describe('a damaged checkpoint', () => {
  it('gives problems or a right answer: catches a crash, a hang, an allocation by a wild number', async () => {
    const path = temporaryFile('damaged.safetensors', whole);
    const before = peak();
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(fc.oneof(flipped, cut, grown, lengthened, rewritten), async (bytes) => {
        writeFileSync(path, bytes);
        const { checkpoint, problems } = await readCheckpoint(path);
        if (checkpoint === undefined) {
          refused += 1;
          expect(problems.length).toBeGreaterThan(0);
          for (const { source, message } of problems) {
            expect(source).toBe(path);
            expect(message.length).toBeGreaterThan(10);
            expect(message.length).toBeLessThan(2000);
          }
          return;
        }
        const sizes = checkpoint.weights.map(({ bytes: size }) => size);
        expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(bytes.length);
        const score = await scoreCheckpoint(checkpoint, { ...DEFAULT_SETTINGS, mode: 'weights' });
        if (score.ok) expect(score.value.score).toBeGreaterThanOrEqual(0);
        else expect(score.reason.length).toBeGreaterThan(10);
      }),
      { numRuns: 500, seed: 1 },
    );
    expect(refused).toBeGreaterThan(200);
    expect(peak() - before).toBeLessThan(whole.length + 100e6);
  });

  it('does so too where its index is damaged, or a file of several: catches a shard taken for another', async () => {
    const shards = [0, 1].map((half) =>
      checkpointOf(Object.fromEntries(entries.filter((_, index) => index % 2 === half))),
    );
    const map = Object.fromEntries(entries.map(([name], index) => [name, NAMES[index % 2]]));
    const index = Buffer.from(JSON.stringify({ metadata: {}, weight_map: map }));
    const folder = temporaryFiles({ [NAMES[0]]: shards[0] ?? '', [NAMES[1]]: shards[1] ?? '' });
    const path = join(folder, 'model.safetensors.index.json');
    const before = peak();
    let refused = 0;
    const flips = fc.array(fc.nat(index.length * 8 - 1), { minLength: 1, maxLength: 4 });
    const damage = fc.oneof(
      flips.map((bits) => flip(index, bits)),
      fc.nat(index.length).map((length) => index.subarray(0, length)),
      fc
        .tuple(fc.constantFrom(...entries.map(([name]) => name)), fc.constantFrom(...SHARD_NAMES))
        .map(([name, shard]) =>
          Buffer.from(JSON.stringify({ weight_map: { ...map, [name]: shard } })),
        ),
    );
    await fc.assert(
      fc.asyncProperty(damage, async (bytes) => {
        writeFileSync(path, bytes);
        const { checkpoint, problems } = await readCheckpoint(path);
        if (checkpoint === undefined) {
          refused += 1;
          for (const { message } of problems) expect(message.length).toBeLessThan(2000);
          expect(problems.length).toBeGreaterThan(0);
          return;
        }
        const names = checkpoint.weights.map(({ path: name }) => name).concat(checkpoint.buffers);
        expect(names.sort()).toEqual(entries.map(([name]) => name).sort());
      }),
      { numRuns: 200, seed: 2 },
    );
    expect(refused).toBeGreaterThan(100);
    expect(peak() - before).toBeLessThan(100e6);
  });
});
