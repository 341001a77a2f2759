import { describe, expect, test } from 'vitest';
import type { PartialBlock } from '../../src/architecture/complete-architecture.ts';
import { inventory } from '../../src/architecture/inventory.ts';
import type { FusedRows } from '../../src/architecture/operation.ts';
import { matricesOf, type WeightMatrix } from '../../src/architecture/weight.ts';
import { nuclearNorm } from '../../src/capacity/nuclear-norm.ts';
import { drawWeights } from '../../src/initialization/draw-weights.ts';
import { readRegion } from '../../src/initialization/tensor-region.ts';
import { weightStream } from '../../src/initialization/weight-stream.ts';
import { ClosedForm } from '../../src/scoring/closed-form.ts';
import { MatrixCapacities } from '../../src/scoring/matrix-capacities.ts';
import { scoreArchitecture } from '../../src/scoring/score-architecture.ts';
import { DEFAULT_SETTINGS } from '../../src/scoring/score-settings.ts';
import { valueOf } from '../evaluation/value-of.ts';
import { block, model } from '../proxies/models.ts';

const attention = { kind: 'self-attention', similarity: 'scaled-dot-product' } as const;

/** The stored matrix of query, key and value of a block of width 8, with heads of their own size. */
function fusedOf(fusedRows: FusedRows, numKeyValueHeads: number): WeightMatrix {
  const operation = { ...attention, headSize: 5, fusedQueryKeyValue: true, fusedRows };
  return fusedIn(block({ operation: { ...operation, numKeyValueHeads } }));
}

function fusedIn(own: PartialBlock): WeightMatrix {
  const found = inventory(model([own]), 'normal').find(({ path }) =>
    path.endsWith('query_key_value.weight'),
  );
  if (found?.counts !== 'capacity') throw new Error('no matrix');
  return found;
}

/** The rows of the stored matrix that each of the matrices has, by numbering the entries. */
function rowsOf(matrix: WeightMatrix): number[][] {
  return matricesOf(matrix).map(({ rows, cols, region }) => {
    const out = new Float32Array(rows * cols);
    if (region === null) throw new Error('not packed');
    const number = (start: number, piece: Float32Array): void => {
      for (const index of piece.keys()) piece[index] = start + index;
    };
    readRegion(region, { rows, cols }, number, 0, out);
    return Array.from({ length: rows }, (_, row) => (out[row * cols] ?? NaN) / cols);
  });
}

const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from }, (_, index) => from + index);

describe('a stored matrix of query, key and value', () => {
  test('holds all queries, then all keys, then all values: catches a third in place of a part', () => {
    expect(rowsOf(fusedOf('parts', 2))).toEqual([range(0, 10), range(10, 20), range(20, 30)]);
    expect(rowsOf(fusedOf('parts', 1))).toEqual([range(0, 10), range(10, 15), range(15, 20)]);
  });

  test('by head holds those of each head in turn, as GPT-NeoX', () => {
    expect(rowsOf(fusedOf('heads', 2))).toEqual([
      [...range(0, 5), ...range(15, 20)],
      [...range(5, 10), ...range(20, 25)],
      [...range(10, 15), ...range(25, 30)],
    ]);
  });

  test('by quarters holds queries, values and keys of each in turn, as CodeGen: catches rows by head', () => {
    const operation = { ...attention, fusedQueryKeyValue: true, fusedRows: 'quarters' } as const;
    const own = block({ operation, numAttentionHeads: 4 });
    expect(rowsOf(fusedIn(own))).toEqual([
      [0, 1, 6, 7, 12, 13, 18, 19],
      [2, 3, 8, 9, 14, 15, 20, 21],
      [4, 5, 10, 11, 16, 17, 22, 23],
    ]);
  });

  test.each(['parts', 'heads'] as const)(
    'has the sum of their capacities, of the numbers it is drawn with (rows by %s)',
    (rowsBy) => {
      const matrix = fusedOf(rowsBy, 2);
      const drawn = new Float32Array(30 * 8);
      drawWeights(matrix.distribution, weightStream(4, matrix.path), 0, drawn);
      const settings = { ...DEFAULT_SETTINGS, mode: 'sampled', seed: 4 } as const;
      let expected = 0;
      for (const rows of rowsOf(matrix)) {
        const entries = rows.flatMap((row) => [...drawn.subarray(8 * row, 8 * row + 8)]);
        expected += entries.reduce((sum, entry) => sum + entry * entry, 0) / 8;
      }
      expect(valueOf(new MatrixCapacities(settings).of(matrix, 4)) / expected).toBeCloseTo(1, 12);
      const spectral = { ...settings, statistic: nuclearNorm };
      expect(valueOf(new MatrixCapacities(spectral).of(matrix, 4))).toBeGreaterThan(0);
    },
  );

  test('has the expected capacity of three matrices where heads are wide: 3 max(a, h), not max(3a, h)', () => {
    const of = (headSize: number, fusedQueryKeyValue: boolean): number => {
      const own = block({ operation: { ...attention, headSize, fusedQueryKeyValue } });
      return valueOf(scoreArchitecture(model([own]), DEFAULT_SETTINGS)).capacity.attention;
    };
    for (const headSize of [1, 2, 4, 9]) {
      expect(of(headSize, true) / of(headSize, false)).toBeCloseTo(1, 14);
    }
  });

  test.each(['normal', 'xavier-normal', 'gpt2'] as const)(
    'is summed as it is listed under %s: catches a distribution of a part alone',
    (initialization) => {
      const settings = { ...DEFAULT_SETTINGS, initialization };
      for (const numKeyValueHeads of [null, 1]) {
        const operation = { ...attention, headSize: 5, fusedQueryKeyValue: true, numKeyValueHeads };
        const architecture = model([block({ operation })]);
        const { blocks, ...expected } = valueOf(scoreArchitecture(architecture, settings));
        expect(valueOf(new ClosedForm(settings).score(architecture))).toEqual(expected);
      }
    },
  );
});
