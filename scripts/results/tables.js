/** Tables of `docs/results.md`, and what they share. */
import { comparisonOf, DATA_SETS } from './data-sets.js';
import { evaluated } from './run-commands.js';

/**
 * @typedef {import('../../dist/index.js').EvaluateDocument} EvaluateDocument
 * @typedef {Extract<EvaluateDocument['proxies'][number], { kendallTauB: object }>} Entry
 */

/**
 * @param {EvaluateDocument} document
 * @returns {Entry[]}
 */
export const entriesOf = ({ proxies }) => proxies.filter((row) => 'kendallTauB' in row);

/**
 * @param {EvaluateDocument} document
 * @param {string} name
 */
export function entryOf(document, name) {
  const entry = entriesOf(document).find(({ proxy }) => proxy === name);
  if (entry === undefined) throw new Error(`no row of ${name}`);
  return entry;
}

/** The proxy with the highest tau-b. @param {EvaluateDocument} document */
export const bestOf = (document) =>
  entriesOf(document).reduce((a, b) => (b.kendallTauB.value > a.kendallTauB.value ? b : a));

/** @param {number} value */
export const digits = (value) => value.toFixed(3);

/** @param {number} value */
export const signed = (value) => `${value < 0 ? '-' : '+'}${Math.abs(value).toFixed(3)}`;

/** @param {readonly [number, number] | null} interval */
export const ends = (interval) =>
  interval === null ? 'unknown' : `${digits(interval[0])} to ${digits(interval[1])}`;

/**
 * @param {readonly string[]} header a title that ends in a colon is that of a column of numbers
 * @param {readonly (readonly string[])[]} rows
 */
export function table(header, rows) {
  const line = (/** @type {readonly string[]} */ cells) => `| ${cells.join(' | ')} |`;
  return [
    line(header.map((title) => title.replace(/:$/, ''))),
    `|${header.map((title) => (title.endsWith(':') ? '---:' : '---')).join('|')}|`,
    ...rows.map(line),
  ].join('\n');
}

/** @param {string} command */
export const shown = (command) => `\`\`\`sh\nzerolm ${command}\n\`\`\``;

/** The difference in tau-b to the baseline, its interval, and the verdict. @param {Entry} entry */
function versus({ versusBaseline }) {
  if (versusBaseline === null) return 'baseline';
  if (!('verdict' in versusBaseline)) return '-';
  const { difference, ci95, verdict } = versusBaseline;
  return `${signed(difference)} (${ends(ci95)}), ${verdict}`;
}

/**
 * The comparison of proxies, with the command that makes it.
 *
 * @param {string} command after `zerolm evaluate`
 */
export async function leaderboard(command) {
  const document = await evaluated(command);
  const rows = entriesOf(document).map((entry) => {
    const { kendallTauB, kendallTauA, spearman, sizeMatched } = entry;
    const regret = entry.regret.find(({ budget }) => budget === null);
    return [
      entry.proxy,
      `${digits(kendallTauB.value)} (${ends(kendallTauB.ci95)})`,
      digits(kendallTauA.value),
      digits(spearman.value),
      versus(entry),
      'value' in sizeMatched ? digits(sizeMatched.value) : '-',
      digits(entry.precisionAt['10%']?.value ?? NaN),
      regret !== undefined && 'bestOf' in regret ? digits(regret.bestOf.regret) : '-',
    ];
  });
  const header = [
    ...['proxy', 'tau-b (95 %):', 'tau-a:', 'rho:', `against ${document.baseline}`],
    ...['matched:', 'top 10 %:', 'regret:'],
  ];
  return [shown(`evaluate ${command}`), `${factsOf(document)}.`, table(header, rows)].join('\n\n');
}

/** @param {EvaluateDocument} document */
function factsOf(document) {
  const { n, direction, settings, noiseCeiling: ceiling } = document;
  const scored = entriesOf(document).filter((entry) => entry.n < n);
  return [
    `n = ${n}`,
    `${settings.truth?.column}, ${direction?.replaceAll('-', ' ')}`,
    ...(ceiling === undefined
      ? []
      : [
          `noise ceiling tau-b ${digits(ceiling.kendallTauB.value)}, rho ${digits(ceiling.spearman.value)}, from ${ceiling.repeatedItems} builds that occur more than once`,
        ]),
    ...(scored.length === 0
      ? []
      : [`models with a score: ${scored.map((own) => `${own.proxy} ${own.n}`).join(', ')}`]),
  ].join('; ');
}

/** Tau-b of the proxies with each quality of ViT-Bench. */
export async function qualitiesOfVit() {
  /** @type {readonly import('./data-sets.js').DataSet[]} */
  const all = Object.values(DATA_SETS);
  const sets = all.filter(({ name }) => name.startsWith('ViT-Bench'));
  const documents = await Promise.all(sets.map((set) => evaluated(comparisonOf(set))));
  const [first] = documents;
  if (first === undefined) throw new Error('no qualities');
  return table(
    ['proxy', ...sets.map(({ column }) => `\`${column}\`:`)],
    entriesOf(first).map(({ proxy }) => [
      proxy,
      ...documents.map((document) => digits(entryOf(document, proxy).kendallTauB.value)),
    ]),
  );
}
