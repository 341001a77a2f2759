/** The results as text: for the terminal, and as the tables of `docs/performance.md`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './harness.js';

const PAGE = join(ROOT, 'docs', 'performance.md');

/** The lines before and after the tables of the page. */
export const MARKERS = /** @type {const} */ ([
  '<!-- bench: written by npm run bench -->',
  '<!-- /bench -->',
]);

/**
 * @typedef {import('./harness.js').Ratio} Ratio
 * @typedef {import('./harness.js').Result & Place & { name: string, title: string }} Entry
 * @typedef {Pick<import('./machine.js').Machine, 'commit' | 'date'>} Place
 * @typedef {object} Report
 * @property {import('./machine.js').Machine} machine
 * @property {Readonly<Record<string, string>>} peers
 * @property {boolean} quick
 * @property {Entry[]} benches
 */

/** @param {number} value */
const short = (value) => String(Number(value.toPrecision(3)));

/** @param {Ratio} ratio */
export const isMet = ({ value, bound, target }) =>
  bound === 'at least' ? value >= target : value <= target;

/** @param {Ratio} ratio */
const inWords = ({ value, bound, target, unit = 'x' }) => {
  const space = unit === 'x' ? '' : ' ';
  return {
    measured: `${short(value)}${space}${unit}`,
    target: `${bound} ${short(target)}${space}${unit}`,
  };
};

/**
 * A bench for the terminal.
 *
 * @param {Entry} entry
 */
export function asText({ title, settings, figures, ratios, checks, skipped = [] }) {
  return [
    `${title}${settings === '' ? '' : `\n  ${settings}`}`,
    ...figures.map(({ name, value, unit }) => `  ${name}: ${short(value)} ${unit}`),
    ...ratios.map((ratio) => {
      const { measured, target } = inWords(ratio);
      return `  ${ratio.name}: ${measured} (${target}): ${isMet(ratio) ? 'met' : 'NOT met'}`;
    }),
    ...checks.map((text) => `  checked: ${text}`),
    ...skipped.map((text) => `  skipped: ${text}`),
    '',
  ].join('\n');
}

/**
 * The results as Markdown.
 *
 * @param {Report} report
 */
export function asMarkdown({ machine, peers, benches }) {
  const { cpu, cores, node } = machine;
  /** @type {Map<string, string[]>} */
  const byCommit = new Map();
  for (const { name, commit, date } of benches) {
    const place = `commit ${commit}, ${date}`;
    byCommit.set(place, [...(byCommit.get(place) ?? []), name]);
  }
  const commits = [...byCommit].map(([place, names]) =>
    byCommit.size === 1 ? place : `${names.join(', ')}: ${place}`,
  );
  const sections = benches.map(({ title, figures, ratios, skipped = [] }) => {
    const rows = [
      ...figures.map(({ name, value, unit }) => `| ${name} | ${short(value)} ${unit} | |`),
      ...ratios.map((ratio) => {
        const { measured, target } = inWords(ratio);
        return `| ${ratio.name} | ${measured} | ${target}: ${isMet(ratio) ? 'met' : '**not met**'} |`;
      }),
    ];
    const table = rows.length === 0 ? [] : ['| figure | measured | target |', '|---|---:|---|'];
    const notes = skipped.length === 0 ? [] : ['', ...skipped.map((text) => `Skipped: ${text}.`)];
    return [`### ${title}`, '', ...table, ...rows, ...notes].join('\n');
  });
  const versions = Object.entries(peers).map(([name, version]) => `${name} ${version}`);
  const machineLine = `${cpu}, ${cores} cores; ${[`Node ${node}`, ...versions].join(', ')}; ${commits.join('; ')}.`;
  return [machineLine, ...sections].join('\n\n');
}

/**
 * Writes the tables into the page, between its markers.
 *
 * @param {Report} report
 * @returns {boolean} whether the page has them
 */
export function updatePage(report) {
  const text = readFileSync(PAGE, 'utf8');
  const [begin, end] = MARKERS;
  const [before, rest] = text.split(begin);
  const [, after] = rest?.split(end) ?? [];
  if (after === undefined) return false;
  writeFileSync(PAGE, `${before}${begin}\n\n${asMarkdown(report)}\n\n${end}${after}`);
  return true;
}
