import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gatherPlain } from '../../src/capacity/moments.ts';
import { fillNormal, fillNormalPlain } from '../../src/initialization/standard-normal.ts';
import { fillUniform, fillUniformPlain } from '../../src/initialization/standard-uniform.ts';
import { kernel, KERNEL_ENTRIES, type Kernel } from '../../src/kernel/kernel.ts';
import { anyStream } from '../initialization/arbitraries.ts';

function theKernel(): Kernel {
  const made = kernel();
  if (made === null) throw new Error('this engine has no WebAssembly SIMD');
  return made;
}

/** Any group of 16 values, those at which the block counter carries included. */
const anyStart = fc
  .oneof(
    fc.integer({ min: 0, max: 1e6 }),
    fc.integer({ min: 2 ** 30 - 300, max: 2 ** 30 + 300 }),
    fc.integer({ min: 2 ** 40, max: 2 ** 48 }),
  )
  .map((group) => 16 * group);
const anyLength = fc.integer({ min: 1, max: 700 }).map((groups) => 16 * groups);
const anyScale = fc.oneof(fc.constant(1), fc.float({ min: 0, max: 1000, noNaN: true }));

describe('the kernel', () => {
  test('draws the normals of the plain form to the last bit, wherever it starts', () => {
    theKernel();
    fc.assert(
      fc.property(
        anyStream,
        anyStart,
        anyLength,
        anyScale,
        fc.integer({ min: 0, max: 255 }),
        (stream, start, length, scale, attempt) => {
          const [fast, plain] = [new Float32Array(length), new Float32Array(length)];
          fillNormal(stream, start, fast, scale, attempt);
          fillNormalPlain(stream, start, plain, scale, attempt);
          expect(Buffer.compare(Buffer.from(fast.buffer), Buffer.from(plain.buffer))).toBe(0);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('draws the uniform numbers of the plain form to the last bit', () => {
    fc.assert(
      fc.property(anyStream, anyStart, anyLength, anyScale, (stream, start, length, scale) => {
        const [fast, plain] = [new Float32Array(length), new Float32Array(length)];
        fillUniform(stream, start, fast, scale);
        fillUniformPlain(stream, start, plain, scale);
        expect(Buffer.compare(Buffer.from(fast.buffer), Buffer.from(plain.buffer))).toBe(0);
      }),
      { numRuns: 300 },
    );
  });

  test('draws a million normals as the plain form does: catches a rare quadrant or word', () => {
    const stream = { seedLow: 1, seedHigh: 2, pathLow: 3, pathHigh: 4 };
    const [fast, plain] = [new Float32Array(2 ** 20), new Float32Array(2 ** 20)];
    fillNormal(stream, 0, fast);
    fillNormalPlain(stream, 0, plain);
    expect(Buffer.compare(Buffer.from(fast.buffer), Buffer.from(plain.buffer))).toBe(0);
  });

  test('gathers the running sums of the plain form to the last bit', () => {
    const { entries, gather, sums, extremes } = theKernel();
    const anyEntry = fc.oneof(fc.float({ noNaN: true }), fc.constantFrom(0, -0, 1e-45, -3e38));
    fc.assert(
      fc.property(fc.array(anyEntry, { minLength: 4, maxLength: 400 }), (values) => {
        const length = values.length - (values.length % 4);
        entries.set(values.slice(0, length));
        gather(length);
        const lanes = Array.from(sums);
        const expected = new Array<number>(16).fill(0);
        for (const [i, value] of Array.from(entries.subarray(0, length)).entries()) {
          const square = value * value;
          for (const [power, term] of [value, square, square * value, square * square].entries()) {
            expected[4 * power + (i % 4)]! += term;
          }
        }
        expect(lanes).toEqual(expected);
        const { min, max } = gatherPlain(entries, length);
        expect(Math.min(...extremes.subarray(0, 4)) + 0).toBe(min + 0);
        expect(Math.max(...extremes.subarray(4)) + 0).toBe(max + 0);
      }),
      { numRuns: 500 },
    );
  });

  test('holds as many entries as a chunk has', () => {
    expect(theKernel().entries).toHaveLength(KERNEL_ENTRIES);
  });
});
