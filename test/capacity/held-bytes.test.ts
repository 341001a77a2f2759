import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { heldBytes, PROCESS_BYTES, threadsThatFit } from '../../src/capacity/held-bytes.ts';
import { ROOT } from '../cli/run.ts';
import { IMPORT_PEAK } from '../peak-memory.ts';

/** Measures one matrix in a process of its own, and says what that took at its peak. */
const ONE = `
${IMPORT_PEAK}
import process from 'node:process';
const [, kind, rows, cols] = process.argv;
const { runTask } = await import('${join(ROOT, 'dist', 'capacity', 'measurement.js')}');
const { weightStream } = await import('${join(ROOT, 'dist', 'initialization', 'weight-stream.js')}');
const distribution = { kind: 'normal', standardDeviation: 0.02 };
const stream = weightStream(0, 'a');
runTask({ kind, matrix: { rows: Number(rows), cols: Number(cols), distribution, stream } });
process.stdout.write(JSON.stringify(peakKilobytes() * 1024));
`;

function peakOf(kind: string, rows: number, cols: number): number {
  const args = ['--input-type=module', '-e', ONE, kind, String(rows), String(cols)];
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' });
  expect(stderr).toBe('');
  return z.number().parse(JSON.parse(stdout));
}

describe('heldBytes(shape)', () => {
  // Up to 230 MB. The estimate of a small one is that of the process; of a square one, the half of the
  // Gram matrix above its diagonal is never touched.
  test.each([
    ['log-determinant', 16, 16],
    ['singular-values', 64, 250_000],
    ['singular-values', 2_000_000, 16],
    ['singular-values', 300, 100_000],
    ['log-determinant', 2200, 2200],
  ])(
    'is what %s of %i x %i takes: catches an estimate that is too low, or twice as much',
    (kind, rows, cols) => {
      const estimate = PROCESS_BYTES + heldBytes({ rows, cols });
      const peak = peakOf(kind, rows, cols);
      expect(estimate).toBeGreaterThanOrEqual(peak);
      expect(estimate).toBeLessThan(peak + 130e6);
    },
  );
});

describe('threadsThatFit(largest, memoryLimit)', () => {
  test('is how often the largest matrix fits, and one at least: catches a limit that threads break together', () => {
    const largest = { rows: 8192, cols: 8192 };
    const own = heldBytes(largest);
    expect(threadsThatFit(largest, PROCESS_BYTES + own - 1)).toBe(1);
    expect(threadsThatFit(largest, PROCESS_BYTES + 2 * own - 1)).toBe(1);
    expect(threadsThatFit(largest, PROCESS_BYTES + 2 * own)).toBe(2);
    expect(threadsThatFit(largest, Infinity)).toBe(Infinity);
  });
});
