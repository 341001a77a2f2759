import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  joinMeasurements,
  runTask,
  tasksOf,
  type DrawnMatrix,
  type MeasurementTask,
} from '../../src/capacity/measurement.ts';
import { MeasurementStore } from '../../src/engine/measurement-store.ts';
import { weightStream } from '../../src/initialization/weight-stream.ts';

const KINDS = ['sum-of-squares', 'moments', 'singular-values', 'log-determinant'] as const;

const matrix: DrawnMatrix = {
  rows: 30,
  cols: 20,
  distribution: { kind: 'normal', standardDeviation: 0.02 },
  stream: weightStream(1, 'a'),
};
const measure = (kind: MeasurementTask['kind'], of = matrix) =>
  joinMeasurements(tasksOf(of, kind).map(runTask));

let directory = '';
let warnings: string[] = [];
let store: MeasurementStore;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'zerolm-store-'));
  warnings = [];
  store = new MeasurementStore(directory, (message) => warnings.push(message));
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

const files = (): string[] =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

describe('MeasurementStore', () => {
  test.each(KINDS)('gives back %s to the last bit', (kind) => {
    const measurement = measure(kind);
    store.write(matrix, measurement);
    expect(new MeasurementStore(directory, () => undefined).read(matrix, kind)).toEqual(
      measurement,
    );
    expect(warnings).toEqual([]);
  });

  test('keeps infinities and failures: catches a null in their place', () => {
    const huge: DrawnMatrix = {
      ...matrix,
      distribution: { kind: 'normal', standardDeviation: 1e38 },
    };
    for (const kind of KINDS) {
      store.write(huge, measure(kind, huge));
      expect(store.read(huge, kind)).toEqual(measure(kind, huge));
    }
  });

  test('tells everything apart that a measurement depends on: catches a key that is too short', () => {
    store.write(matrix, measure('moments'));
    expect(store.read(matrix, 'singular-values')).toBeUndefined();
    for (const other of [
      { ...matrix, rows: 20, cols: 30 },
      { ...matrix, distribution: { kind: 'normal', standardDeviation: 0.03 } },
      { ...matrix, distribution: { kind: 'truncated-normal', standardDeviation: 0.02 } },
      { ...matrix, stream: weightStream(2, 'a') },
      { ...matrix, stream: weightStream(1, 'b') },
    ] as const) {
      expect(store.read(other, 'moments')).toBeUndefined();
    }
  });

  test('takes a damaged entry for absent, wherever it is damaged, and mends it', () => {
    store.write(matrix, measure('moments'));
    const [file = ''] = files();
    const text = readFileSync(file, 'utf8');
    for (const damaged of [
      '',
      text.slice(0, -20),
      text.replace(/"sum":(-?)\d/, '"sum":$17'),
      text.replace('"count":600', '"count":601'),
      text.replace('"checksum":"', '"checksum":"0'),
      'null',
    ]) {
      expect(damaged).not.toBe(text);
      writeFileSync(file, damaged);
      expect(store.read(matrix, 'moments')).toBeUndefined();
    }
    store.write(matrix, measure('moments'));
    expect(store.read(matrix, 'moments')).toEqual(measure('moments'));
  });

  test('leaves no draft behind: catches half a file that stays', () => {
    for (let i = 0; i < 5; i++) store.write({ ...matrix, rows: 10 + i }, measure('moments'));
    expect(files()).toHaveLength(5);
    expect(files().every((name) => name.endsWith('.json'))).toBe(true);
  });

  test('warns once where it can not be written, and does not try again', () => {
    const blocked = join(directory, 'file');
    writeFileSync(blocked, '');
    const failing = new MeasurementStore(join(blocked, 'below'), (message) =>
      warnings.push(message),
    );
    failing.write(matrix, measure('moments'));
    failing.write(matrix, measure('singular-values'));
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(/below: not written, going on without: /);
    expect(failing.read(matrix, 'moments')).toBeUndefined();
  });
});
