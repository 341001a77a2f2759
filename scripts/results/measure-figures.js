import { evaluated } from './run-commands.js';
import { digits, entryOf, signed, table } from './tables.js';

/** @typedef {import('./figures.js').Figure} Figure */

/** How far a figure may be off and still be met. */
const TOLERANCE = 0.001;

/**
 * What zerolm measures of a figure: each of its numbers by seed.
 *
 * @param {Figure} figure
 */
export async function measure({ commands, proxy, of = 'correlations' }) {
  const measured = [];
  for (const command of commands) {
    const { kendallTauB, spearman, sizeMatched } = entryOf(await evaluated(command), proxy);
    if (of === 'matched') {
      if (!('value' in sizeMatched)) throw new Error(`${proxy}: ${sizeMatched.reason}`);
      measured.push({ values: [sizeMatched.value], pairs: sizeMatched.pairs });
    } else {
      measured.push({ values: [kendallTauB.value, spearman.value], pairs: undefined });
    }
  }
  return measured;
}

/**
 * How far a number is outside of what is given.
 *
 * @param {number} value
 * @param {readonly [number, number]} range
 */
export const offBy = (value, [low, high]) =>
  value < low ? value - low : value > high ? value - high : 0;

/**
 * The lowest and the highest of some numbers, in words.
 *
 * @param {readonly number[]} values
 * @param {(value: number) => string} format
 */
function span(values, format) {
  const [low, high] = [Math.min(...values), Math.max(...values)].map(format);
  return low === high ? String(low) : `${low} to ${high}`;
}

/**
 * The figures that others give, beside what is measured here.
 *
 * @param {readonly Figure[]} figures
 */
export async function published(figures) {
  const rows = [];
  const reasons = [];
  for (const figure of figures) {
    const measured = await measure(figure);
    const columns = figure.range.map((range, column) => {
      const values = measured.map((one) => one.values[column] ?? NaN);
      const off = values.map((value) => offBy(value, range));
      const worst = off.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a), 0);
      return { given: span(range, (v) => String(v)), ours: span(values, digits), worst };
    });
    const samePairs = measured.every(
      ({ pairs }) => figure.pairs === undefined || pairs === figure.pairs,
    );
    const met = samePairs && columns.every(({ worst }) => Math.abs(worst) <= TOLERANCE + 1e-12);
    if (!met)
      reasons.push(`- **${figure.what}** (${figure.from}). ${figure.why ?? 'Unexplained.'}`);
    const [command = ''] = figure.commands;
    const pairs = figure.pairs === undefined ? '' : ` over ${figure.pairs} pairs`;
    const ourPairs =
      figure.of === 'matched' ? ` over ${String(measured[0]?.pairs ?? '')} pairs` : '';
    rows.push([
      figure.what,
      figure.from,
      `${columns.map(({ given }) => given).join(' / ')}${pairs}`,
      `${columns.map(({ ours }) => ours).join(' / ')}${ourPairs}`,
      columns.map(({ worst }) => signed(worst)).join(' / '),
      met ? 'met' : '**not met**',
      `\`${command}\`${figure.commands.length > 1 ? ' and seeds 1, 2' : ''}`,
    ]);
  }
  const header = ['figure', 'from', 'given', 'measured', 'off by', 'to 0.001', '`zerolm evaluate`'];
  const list = reasons.length === 0 ? [] : ['Not met, and why:', reasons.join('\n')];
  return [table(header, rows), ...list].join('\n\n');
}
