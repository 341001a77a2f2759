/** 100,000 candidates by the quality that 50 labels predict, whole process. */
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sampleFlexibertSpec } from '../dist/search-space/sample-flexibert-spec.js';
import { check, median, runNode, ZEROLM } from './harness.js';

export const title = '100,000 candidates by the quality that 50 labels predict, whole process';

const SEED = 1;
const BATCH = 10_000;
const LABELS = 50;

/**
 * @param {{ quick: boolean }} options
 * @returns {Promise<import('./harness.js').Result>}
 */
export async function run({ quick }) {
  const count = quick ? 10_000 : 100_000;
  const rounds = quick ? 3 : 5;
  const folder = mkdtempSync(join(tmpdir(), 'zerolm-bench-'));
  try {
    const input = join(folder, 'candidates.ndjson');
    writeCandidates(input, count);
    const truth = join(folder, 'labels.csv');
    writeLabels(truth, count);
    const args = ['predict', input, '--truth', truth, '--top', '20', '--format', 'json'];
    const runs = [];
    for (let round = 0; round < rounds; round++) {
      runs.push(await runNode([ZEROLM, ...args]));
    }
    const [first] = runs;
    const { candidates, used } = JSON.parse(first?.stdout ?? '{}');
    check(candidates === count && used === LABELS, `${candidates} candidates, ${used} labels`);
    check(
      runs.every(({ stdout }) => stdout === first?.stdout),
      'two runs of the same',
    );
    const cpu = median(runs.map(({ cpuSeconds }) => cpuSeconds));
    const peak = Math.max(...runs.map(({ peakMegabytes }) => peakMegabytes));
    return {
      settings: `${count} candidates of the FlexiBERT space, ${LABELS} labels, \`--top 20\`; ${rounds} rounds`,
      figures: [
        { name: 'time', value: median(runs.map(({ seconds }) => seconds)), unit: 's' },
        { name: 'CPU of all threads', value: cpu, unit: 's' },
        { name: 'peak memory', value: peak, unit: 'MB' },
      ],
      ratios: [
        { name: 'CPU of all threads', value: cpu, bound: 'at most', target: 5, unit: 's' },
        { name: 'peak memory', value: peak, bound: 'at most', target: 500, unit: 'MB' },
      ],
      checks: [`all rounds print the same, of ${count} candidates and ${LABELS} labels`],
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * @param {string} file
 * @param {number} count
 */
function writeCandidates(file, count) {
  const descriptor = openSync(file, 'w');
  for (let start = 0; start < count; start += BATCH) {
    const lines = Array.from({ length: Math.min(BATCH, count - start) }, (_, offset) => {
      const index = start + offset;
      return `${JSON.stringify({ id: `candidate-${index}`, ...sampleFlexibertSpec(SEED, index) })}\n`;
    });
    writeSync(descriptor, lines.join(''));
  }
  closeSync(descriptor);
}

/**
 * Qualities of candidates that are spread over the file; any will do, since only the work is measured.
 *
 * @param {string} file
 * @param {number} count
 */
function writeLabels(file, count) {
  const rows = Array.from({ length: LABELS }, (_, index) => {
    const place = Math.floor(((index + 0.5) * count) / LABELS);
    return `candidate-${place},${60 + ((index * 37) % LABELS) / 10}`;
  });
  writeFileSync(file, ['id,accuracy', ...rows].join('\n'));
}
