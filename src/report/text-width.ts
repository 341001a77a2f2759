/** Characters that take two columns of a terminal: those of East Asian scripts, and emoji. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}|[\u{20000}-\u{3fffd}]/u;

const segmenter = new Intl.Segmenter('en');

/** The columns of a terminal that a text without escapes takes. */
export function textWidth(text: string): number {
  // Nearly all texts: to segment takes a hundred times as long.
  if (/^[\u0020-\u02ff]*$/.test(text)) return text.length;
  let width = 0;
  for (const { segment } of segmenter.segment(text)) width += WIDE.test(segment) ? 2 : 1;
  return width;
}

/** The lines of a text, none wider than asked for unless it is one word, which is never cut. */
export function wrapText(text: string, width: number): string[] {
  return textWidth(text) <= width ? [text] : wrapWords(text.split(' '), width);
}

/** Words in lines of at most a width, unless a word alone is wider. */
export function wrapWords(words: readonly string[], width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of words) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && textWidth(longer) > width) {
      lines.push(line);
      line = word;
    } else {
      line = longer;
    }
  }
  return [...lines, line];
}
