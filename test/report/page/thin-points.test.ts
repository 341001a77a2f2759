import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeThinning, thinPoints } from '../../../src/report/page/thin-points.ts';

describe('thinPoints', () => {
  it('keeps all where they are few: catches a point lost without need', () => {
    const points = [
      { x: 1, y: 1 },
      { x: 1, y: 1 },
    ];
    expect(thinPoints(points, () => false)).toEqual({ kept: [0, 1], cell: 0 });
    expect(thinPoints([], () => false)).toEqual({ kept: [], cell: 0 });
    expect(describeThinning({ kept: [0, 1], cell: 0 }, 2)).toEqual([]);
  });

  it('thins crowds and keeps lone points: catches a sample by number', () => {
    const crowd = Array.from({ length: 1000 }, (_, index) => ({ x: (index % 10) / 10, y: 0.5 }));
    const { kept } = thinPoints([...crowd, { x: 300, y: 200 }], () => false, 10);
    expect(kept).toContain(1000);
    expect(kept).toEqual([0, 1000]);
  });

  it('draws what has to be drawn, however many: catches an outlier that is thinned', () => {
    const crowd = Array.from({ length: 100 }, () => ({ x: 1, y: 1 }));
    expect(thinPoints(crowd, (index) => index % 2 === 1, 10).kept.length).toBe(50);
  });

  it('keeps its bound and its order on random points: catches cells that never end', () => {
    const side = fc.double({ min: 0, max: 640, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.record({ x: side, y: side }), { maxLength: 300 }), (points) => {
        const { kept } = thinPoints(points, () => false, 20);
        expect(kept.length).toBeLessThanOrEqual(20);
        expect(kept).toEqual(kept.toSorted((a, b) => a - b));
        expect(kept.length).toBeGreaterThan(points.length === 0 ? -1 : 0);
      }),
    );
  });
});
