import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pid } from 'node:process';
import { threadId } from 'node:worker_threads';
import { z } from 'zod';
import type { DrawnMatrix, Measurement, MeasurementTask } from '../capacity/measurement.ts';
import { isIntact, seal } from './checksum.ts';

/** Grows when a number of the generator or of a sum changes: old entries are then not found. */
const STORE_VERSION = 2;

const finiteOrNot = z.union([z.number(), z.enum(['NaN', 'Infinity', '-Infinity'])]);

const entrySchema = z.object({
  key: z.string(),
  measurement: z.union([
    z.object({
      kind: z.literal('sum-of-squares'),
      count: z.number(),
      sumOfSquares: finiteOrNot,
    }),
    z.object({
      kind: z.literal('moments'),
      moments: z.object({
        count: z.number(),
        sum: finiteOrNot,
        sumOfSquares: finiteOrNot,
        sumOfCubes: finiteOrNot,
        sumOfFourths: finiteOrNot,
        min: finiteOrNot,
        max: finiteOrNot,
      }),
    }),
    z.object({ kind: z.literal('singular-values'), values: z.array(z.number()).nullable() }),
    z.object({ kind: z.literal('log-determinant'), value: z.number().nullable() }),
  ]),
  checksum: z.string(),
});

type KeptMeasurement = z.infer<typeof entrySchema>['measurement'];

/**
 * Measurements kept in a directory between runs, a file each, named by the hash of what the
 * measurement depends on. A file is written beside its place and moved there, so that two
 * processes may write at once and none reads half a file; it carries a checksum, and one that is
 * damaged counts as absent.
 */
export class MeasurementStore {
  readonly #directory: string;
  readonly #onWarning: (message: string) => void;
  #writable = true;
  #written = 0;

  /** @param onWarning called once, when the first entry can't be written */
  constructor(directory: string, onWarning: (message: string) => void) {
    this.#directory = directory;
    this.#onWarning = onWarning;
  }

  /** The measurement of a matrix, if it is kept. */
  read(matrix: DrawnMatrix, kind: MeasurementTask['kind']): Measurement | undefined {
    const key = keyOf(matrix, kind);
    try {
      const content: unknown = JSON.parse(readFileSync(this.#fileOf(key), 'utf8'));
      const entry = entrySchema.parse(content);
      if (entry.key !== key || !isIntact(entry)) return undefined;
      return measurementOf(entry.measurement);
    } catch {
      return undefined;
    }
  }

  /** Keeps a measurement; a store that can't be written is left alone from then on. */
  write(matrix: DrawnMatrix, measurement: Measurement): void {
    if (!this.#writable) return;
    const key = keyOf(matrix, measurement.kind);
    const entry = seal({ key, measurement: plainOf(measurement) });
    const file = this.#fileOf(key);
    const draft = `${file}.${pid}-${threadId}-${this.#written++}`;
    try {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(draft, JSON.stringify(entry));
      renameSync(draft, file);
    } catch (error) {
      this.#writable = false;
      try {
        rmSync(draft, { force: true });
      } catch {
        // Where not even that works, nothing was written either.
      }
      const reason = error instanceof Error ? error.message : String(error);
      this.#onWarning(`${this.#directory}: not written, going on without: ${reason}`);
    }
  }

  #fileOf(key: string): string {
    const name = createHash('sha256').update(key).digest('hex');
    return join(this.#directory, `v${STORE_VERSION}`, name.slice(0, 2), `${name.slice(2)}.json`);
  }
}

function keyOf(
  { rows, cols, distribution, stream, region = null }: DrawnMatrix,
  kind: string,
): string {
  const { seedLow, seedHigh, pathLow, pathHigh } = stream;
  const key = [kind, rows, cols, distribution, seedLow, seedHigh, pathLow, pathHigh];
  return JSON.stringify(region === null ? key : [...key, region]);
}

/** JSON has no infinities: entries that overflow single precision have such sums. */
function plainNumber(value: number): number | 'NaN' | 'Infinity' | '-Infinity' {
  if (Number.isFinite(value)) return value;
  return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity';
}

function plainOf(measurement: Measurement): KeptMeasurement {
  if (measurement.kind === 'log-determinant') return measurement;
  if (measurement.kind === 'singular-values') {
    return { ...measurement, values: measurement.values === null ? null : [...measurement.values] };
  }
  if (measurement.kind === 'sum-of-squares') {
    return { ...measurement, sumOfSquares: plainNumber(measurement.sumOfSquares) };
  }
  const { count, sum, sumOfSquares, sumOfCubes, sumOfFourths, min, max } = measurement.moments;
  return {
    kind: 'moments',
    moments: {
      count,
      sum: plainNumber(sum),
      sumOfSquares: plainNumber(sumOfSquares),
      sumOfCubes: plainNumber(sumOfCubes),
      sumOfFourths: plainNumber(sumOfFourths),
      min: plainNumber(min),
      max: plainNumber(max),
    },
  };
}

function measurementOf(measurement: KeptMeasurement): Measurement {
  if (measurement.kind === 'log-determinant') return measurement;
  if (measurement.kind === 'singular-values') {
    const { kind, values } = measurement;
    return { kind, values: values === null ? null : Float64Array.from(values) };
  }
  if (measurement.kind === 'sum-of-squares') {
    return { ...measurement, sumOfSquares: Number(measurement.sumOfSquares) };
  }
  const { count, sum, sumOfSquares, sumOfCubes, sumOfFourths, min, max } = measurement.moments;
  return {
    kind: 'moments',
    moments: {
      count,
      sum: Number(sum),
      sumOfSquares: Number(sumOfSquares),
      sumOfCubes: Number(sumOfCubes),
      sumOfFourths: Number(sumOfFourths),
      min: Number(min),
      max: Number(max),
    },
  };
}
