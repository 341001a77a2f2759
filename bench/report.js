/** The results as text: for the terminal, and as the table of the README. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './harness.js';

const README = join(ROOT, 'README.md');

/** Between them stands the table of the README. */
export const README_MARKERS = /** @type {const} */ ([
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
  const rows = benches.flatMap(({ title, figures, ratios, skipped = [] }) => {
    const measured = figures.map(({ name, value, unit }) => `${name} ${short(value)} ${unit}`);
    const targets = ratios.map((ratio) => {
      const { measured: value, target } = inWords(ratio);
      return `${ratio.name} ${value}, ${target}: ${isMet(ratio) ? 'met' : '**not met**'}`;
    });
    const last = [...targets, ...skipped.map((text) => `skipped: ${text}`)];
    return `| ${title} | ${measured.join('<br>')} | ${last.join('<br>')} |`;
  });
  const versions = Object.entries(peers).map(([name, version]) => `${name} ${version}`);
  return [
    '| bench | median | target |',
    '|---|---|---|',
    ...rows,
    '',
    `${cpu}, ${cores} cores; ${[`Node ${node}`, ...versions].join(', ')}; ${commits.join('; ')}. The sides take turns in one run; a ratio is the median of the ratios of the rounds.`,
  ].join('\n');
}

/**
 * Writes the table into the README, between its markers.
 *
 * @param {Report} report
 * @returns {boolean} whether the README has them
 */
export function updateReadme(report) {
  const text = readFileSync(README, 'utf8');
  const [begin, end] = README_MARKERS;
  const [before, rest] = text.split(begin);
  const [, after] = rest?.split(end) ?? [];
  if (after === undefined) return false;
  writeFileSync(README, `${before}${begin}\n\n${asMarkdown(report)}\n\n${end}${after}`);
  return true;
}
