import { describe, expect, it } from 'vitest';
import { PALETTE } from '../../../src/report/page/palette.ts';

/** The luminance of a colour, from 0 to 1: WCAG 2.2, "relative luminance". */
function luminanceOf(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The lightness of a colour, from 0 to 100: CIE 1976 L*. */
function lightnessOf(color: string): number {
  const luminance = luminanceOf(color);
  return luminance > 0.008856 ? 116 * Math.cbrt(luminance) - 16 : 903.3 * luminance;
}

function contrastOf(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminanceOf(one), luminanceOf(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

const FIGURE_COLORS = ['ink', 'first', 'second', 'third', 'muted'] as const;

describe.each(['light', 'dark'] as const)('the colours for %s', (scheme) => {
  const colors = PALETTE[scheme];

  it('differ in lightness by 10 of 100 in every pair: catches two that are one grey on paper', () => {
    for (const [index, one] of FIGURE_COLORS.entries()) {
      for (const other of FIGURE_COLORS.slice(index + 1)) {
        const distance = Math.abs(lightnessOf(colors[one]) - lightnessOf(colors[other]));
        expect(distance, `${one}, ${other}`).toBeGreaterThan(10);
      }
    }
  });

  it('have a contrast of 3 to 1 to the surface, texts of 4.5: catches marks that vanish', () => {
    for (const name of FIGURE_COLORS) {
      expect(contrastOf(colors[name], colors.surface), name).toBeGreaterThanOrEqual(3);
    }
    for (const name of ['ink', 'soft'] as const) {
      for (const ground of [colors.surface, colors.page]) {
        expect(contrastOf(colors[name], ground), name).toBeGreaterThanOrEqual(4.5);
      }
    }
  });
});

it('lightness is 0 for black and 100 for white, their contrast 21: catches a wrong measure', () => {
  expect(lightnessOf('#000000')).toBe(0);
  expect(lightnessOf('#ffffff')).toBeCloseTo(100, 6);
  expect(contrastOf('#000000', '#ffffff')).toBeCloseTo(21, 6);
});
