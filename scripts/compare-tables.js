/**
 * Holds a table of measured numbers against another: numbers of networks differ between processors in
 * about the fifth digit, so that their tables are equal only nearly.
 */

/** A number as tables have it: a sign, digits in groups, decimals, an exponent. */
const NUMBER = /[+-]?\d+(?:,\d{3})*(?:\.\d+)?(?:e[+-]?\d+)?/g;

/**
 * The numbers of a cell, in their order. A dash between words is no sign, nor is a digit in a word
 * a number.
 *
 * @param {string} cell
 * @returns {number[]}
 */
export function numbersIn(cell) {
  return [...cell.matchAll(NUMBER)].flatMap(({ 0: text, index }) => {
    const before = cell[index - 1] ?? ' ';
    const after = cell[index + text.length] ?? ' ';
    if (/[\w.-]/.test(before) || /\w/.test(after)) return [];
    return [Number(text.replaceAll(',', ''))];
  });
}

/**
 * The rows of the tables in a text: cells, the header of each table among its rows.
 *
 * @param {string} text
 */
function tablesIn(text) {
  /** @type {string[][][]} */
  const tables = [];
  let inside = false;
  for (const line of text.split('\n')) {
    const isRow = line.startsWith('|');
    if (isRow && !inside) tables.push([]);
    inside = isRow;
    if (!isRow || /^\|[-:|]+\|$/.test(line)) continue;
    tables.at(-1)?.push(
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim()),
    );
  }
  return tables;
}

/**
 * What is different between the tables of two texts: headers and first columns that are not the same,
 * numbers that are too far apart, numbers that only one of them has. Whole numbers above 1 count
 * pairs or models, and are compared by their ratio.
 *
 * @param {string} expected
 * @param {string} found
 * @param {{ tolerance: number, pass?: readonly string[] }} options by how much numbers may differ;
 *   headers of columns whose numbers jump when two models change places, and are passed over
 * @returns {string[]} a line each
 */
export function differencesOf(expected, found, { tolerance, pass = [] }) {
  const [ours, theirs] = [tablesIn(expected), tablesIn(found)];
  if (ours.length !== theirs.length) return [`${ours.length} tables and ${theirs.length}`];
  return ours.flatMap((rows, index) => {
    const others = theirs[index] ?? [];
    const [header = []] = rows;
    if (rows.length !== others.length) return [`${rows.length} rows and ${others.length}`];
    return rows.flatMap((row, place) => {
      const other = others[place] ?? [];
      const name = row[0] ?? '';
      if (place === 0 || name !== other[0] || row.length !== other.length) {
        const [one, two] = [row.join('|'), other.join('|')];
        return one === two ? [] : [`${one} and ${two}`];
      }
      return row.slice(1).flatMap((cell, at) => {
        const column = header[at + 1] ?? '';
        if (pass.includes(column)) return [];
        const [a, b] = [numbersIn(cell), numbersIn(other[at + 1] ?? '')];
        const far =
          a.length !== b.length || a.some((value, i) => !isNear(value, b[i] ?? NaN, tolerance));
        return far ? [`${name}, ${column}: ${cell} and ${other[at + 1] ?? ''}`] : [];
      });
    });
  });
}

/**
 * @param {number} a
 * @param {number} b
 * @param {number} tolerance
 */
function isNear(a, b, tolerance) {
  const size = Math.max(Math.abs(a), Math.abs(b));
  const counts = Number.isInteger(a) && Number.isInteger(b) && size > 1;
  return Math.abs(a - b) <= (counts ? tolerance * size : tolerance) + 1e-12;
}
