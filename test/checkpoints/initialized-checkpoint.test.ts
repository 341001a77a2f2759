import { describe, expect, it } from 'vitest';
import type { Weight } from '../../src/architecture/weight.ts';
import { initializedCheckpoint } from '../../src/checkpoints/initialized-checkpoint.ts';
import { drawWeights } from '../../src/initialization/draw-weights.ts';
import { weightStream } from '../../src/initialization/weight-stream.ts';

const normal = { kind: 'normal', standardDeviation: 0.02 } as const;
const located = { subModule: 'other', block: null, counts: 'parameters' } as const;

function weight(path: string, shape: readonly number[]): Weight {
  return { ...located, path, shape, distribution: normal };
}

/** All bytes: each piece is copied before the next one is asked for. */
function joined(pieces: Iterable<Uint8Array>): Buffer {
  return Buffer.concat(Array.from(pieces, (piece) => Buffer.from(piece)));
}

describe('initializedCheckpoint(weights, seed, form)', () => {
  it('writes length, header and data as the format has them', () => {
    const ones = {
      ...located,
      path: 'b',
      shape: [3],
      distribution: { kind: 'constant', value: 1 },
    } as const;
    const pieces = initializedCheckpoint([ones], 0, { metadata: { format: 'pt' } });
    const bytes = joined(pieces);
    const length = Number(bytes.readBigUInt64LE());
    expect(length % 8).toBe(0);
    expect(JSON.parse(bytes.subarray(8, 8 + length).toString())).toEqual({
      __metadata__: { format: 'pt' },
      b: { dtype: 'F32', shape: [3], data_offsets: [0, 12] },
    });
    expect(bytes.subarray(8 + length).toString('hex')).toBe('0000803f'.repeat(3));
  });

  it('writes the weights of the stream across its pieces: catches a piece drawn twice', () => {
    const count = 2 ** 18 + 21;
    const bytes = joined(initializedCheckpoint([weight('w', [count, 1])], 5));
    const length = Number(bytes.readBigUInt64LE());
    const drawn = new Float32Array(Math.ceil(count / 16) * 16);
    drawWeights(normal, weightStream(5, 'w'), 0, drawn);
    const expected = Buffer.from(drawn.buffer, 0, 4 * count);
    expect(bytes.subarray(8 + length).equals(expected)).toBe(true);
  });

  it('holds a piece at a time, whatever the model: catches a model in memory', () => {
    const pieces = initializedCheckpoint([weight('w', [2 ** 16, 2 ** 16])], 0);
    pieces.next();
    for (let i = 0; i < 10; i++) {
      const piece: unknown = pieces.next().value;
      expect(piece).toHaveLength(2 ** 20);
    }
  });
});
