import { describe, expect, it } from 'vitest';
import { placeLabels } from '../../../src/report/page/place-labels.ts';

const at = (x: number, y: number): { x: number; y: number; text: string } => ({
  x,
  y,
  text: 'label',
});

describe('placeLabels', () => {
  it('turns to the other side at an edge: catches a label that is cut off', () => {
    expect(placeLabels([at(10, 50), at(490, 10)], 500)).toEqual(['start', 'end']);
    expect(placeLabels([at(10, 50), at(490, 10)], 500, 'end')).toEqual(['start', 'end']);
  });

  it('leaves out what would cover an earlier one: catches labels on each other', () => {
    expect(placeLabels([at(200, 50), at(205, 52), at(203, 51)], 500)).toEqual([
      'start',
      null,
      null,
    ]);
    expect(placeLabels([at(200, 50), at(205, 80)], 500)).toEqual(['start', 'start']);
  });

  it('handles no point, and no room: catches a label wider than the drawing', () => {
    expect(placeLabels([], 500)).toEqual([]);
    expect(placeLabels([at(5, 5)], 20)).toEqual([null]);
  });
});
