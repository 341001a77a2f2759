/** The 500 FlexiBERT models in closed form, specs already parsed. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_SETTINGS, readCandidates, scoreArchitecture } from '../dist/index.js';
import { ClosedForm } from '../dist/scoring/closed-form.js';
import { BENCHMARKS, check, median, secondsOf } from './harness.js';

export const title = 'The 500 FlexiBERT models in closed form, specs already parsed';

const FILE = join(BENCHMARKS, 'flexibert', 'BERT_benchmark.json');

/**
 * @param {{ quick: boolean }} options
 * @returns {Promise<import('./harness.js').Result>}
 */
export async function run({ quick }) {
  if (!existsSync(FILE)) {
    return { settings: '', figures: [], ratios: [], checks: [], skipped: [`no file ${FILE}`] };
  }
  const rounds = quick ? 51 : 201;
  const { candidates } = await readCandidates([FILE]);
  const architectures = candidates.map(({ architecture }) => architecture);
  const scoresOf = () => {
    // A new one every time: what it remembers of earlier rounds would be work left out.
    const closedForm = new ClosedForm(DEFAULT_SETTINGS);
    return architectures.map((architecture) => closedForm.score(architecture));
  };
  const seconds = [];
  for (let round = 0; round < rounds; round++) seconds.push(await secondsOf(scoresOf));
  const scores = scoresOf();
  for (const [index, architecture] of architectures.entries()) {
    const slow = scoreArchitecture(architecture, DEFAULT_SETTINGS);
    const fast = scores[index];
    const equal = slow.ok && fast?.ok === true && slow.value.score === fast.value.score;
    check(equal, `score of ${candidates[index]?.id}`);
  }
  return {
    settings: `${architectures.length} models, ${rounds} rounds in one process`,
    figures: [
      {
        name: 'first round, before the engine has compiled it',
        value: 1000 * (seconds[0] ?? NaN),
        unit: 'ms',
      },
      { name: 'median', value: 1000 * median(seconds), unit: 'ms' },
    ],
    ratios: [
      {
        name: 'median',
        value: 1000 * median(seconds),
        bound: 'at most',
        target: 2,
        unit: 'ms',
      },
    ],
    checks: ['every score equals that over the inventory of weights, to the last bit'],
  };
}
