/** The tables that put all data sets side by side. */
import { comparisonOf, DATA_SETS, LARGE } from './data-sets.js';
import { heldOutTau } from './held-out.js';
import { evaluated } from './run-commands.js';
import { bestOf, digits, ends, entryOf, signed, table } from './tables.js';

/** @typedef {import('./data-sets.js').DataSet} DataSet */

/** Labels of the last column. */
const LABELS = 10;

/** What of a proxy may have been chosen on a set. @type {Readonly<Record<string, string>>} */
const CONSTANTS = { zerolm: 'alpha', bottleneck: 'bottleneck' };

/** Every set: the best proxy of shapes, and how far the score, `bottleneck` and `predict` are from it. */
export async function overview() {
  const rows = [];
  for (const set of Object.values(DATA_SETS)) {
    const document = await evaluated(comparisonOf(set));
    const best = bestOf(document);
    const top = best.kendallTauB.value;
    const isChosen = (/** @type {string | undefined} */ what) =>
      set.chosen.some((one) => one === what) ? '\\*' : '';
    const far = (/** @type {number} */ tau, /** @type {string | undefined} */ what) =>
      `${digits(tau)}${isChosen(what)} (${signed(tau - top)})`;
    const of = (/** @type {string} */ proxy) =>
      far(entryOf(document, proxy).kendallTauB.value, CONSTANTS[proxy]);
    const ceiling = document.noiseCeiling?.kendallTauB.value;
    rows.push([
      set.name,
      String(document.n),
      ceiling === undefined ? '-' : digits(ceiling),
      `${best.proxy} ${digits(top)}${isChosen(CONSTANTS[best.proxy])}`,
      of('zerolm'),
      of('bottleneck'),
      far(await heldOutTau(set, LABELS), 'prediction'),
    ]);
  }
  const header = ['data set', 'n:', 'ceiling:', 'best proxy', 'zerolm', 'bottleneck'];
  return table([...header, `predict, ${LABELS} labels`], rows);
}

/** The ZeroLM score beside the parameter count and the best other proxy that needs shapes alone. */
export async function summary() {
  const rows = [];
  for (const key of LARGE) {
    const set = DATA_SETS[key];
    const document = await evaluated(comparisonOf(set));
    const own = entryOf(document, 'zerolm');
    const best = bestOf({
      ...document,
      proxies: document.proxies.filter(({ proxy }) => proxy !== 'zerolm'),
    });
    const { versusBaseline } = best;
    if (versusBaseline === null || !('verdict' in versusBaseline)) {
      throw new Error(`${set.name}: ${best.proxy} was not compared`);
    }
    const { difference, ci95 } = versusBaseline;
    rows.push([
      set.name,
      String(document.n),
      `${digits(own.kendallTauB.value)} (${ends(own.kendallTauB.ci95)})`,
      digits(entryOf(document, 'params').kendallTauB.value),
      `${best.proxy} ${digits(best.kendallTauB.value)}`,
      `${signed(difference)} (${ends(ci95)})`,
    ]);
  }
  const header = [
    ...['benchmark', 'n:', 'zerolm (95 %)', '`params`:', 'best simple proxy'],
    'minus zerolm (95 %)',
  ];
  return table(header, rows);
}
