/** A colour of the page or of its figures. */
export type PaletteColor =
  'surface' | 'page' | 'ink' | 'soft' | 'rule' | 'shade' | 'first' | 'second' | 'third' | 'muted';

/**
 * The colours for light and for dark. Those of the figures are near Okabe and Ito's, which people
 * who confuse red and green tell apart; their lightness differs by steps, so that they differ in a
 * grey print as well, and their contrast to the surface is at least 3 to 1.
 */
export const PALETTE: Readonly<Record<'light' | 'dark', Readonly<Record<PaletteColor, string>>>> = {
  light: {
    surface: '#ffffff',
    page: '#f5f6f8',
    ink: '#16191d',
    soft: '#57606a',
    rule: '#d5d9df',
    shade: '#1b1f2433',
    first: '#003f63',
    second: '#bd5600',
    third: '#006447',
    muted: '#8d969f',
  },
  dark: {
    surface: '#181c22',
    page: '#0f1216',
    ink: '#e8ebef',
    soft: '#a5aeb8',
    rule: '#363d47',
    shade: '#e8ebef40',
    first: '#55b2e6',
    second: '#f6bf88',
    third: '#249a76',
    muted: '#676e76',
  },
};

/** The colours as properties of a style sheet. */
export function paletteCss(scheme: keyof typeof PALETTE): string {
  return Object.entries(PALETTE[scheme])
    .map(([name, value]) => `--${name}: ${value};`)
    .join(' ');
}
