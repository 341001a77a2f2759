import { describe, expect, it } from 'vitest';
import { doubledMidRanks } from '../../src/evaluation/doubled-mid-ranks.ts';

describe('doubledMidRanks', () => {
  it('skips over a level without items: catches an empty level that takes up a rank', () => {
    const out = new Float64Array(3);
    doubledMidRanks(Int32Array.of(2, 0, 1), out);
    expect(out[0]).toBe(3);
    expect(out[2]).toBe(6);
  });
});
