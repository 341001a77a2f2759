/** All network proxies on FlexiBERT models, against the same numbers by PyTorch on two threads. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { countParameters, inventory, readCandidates } from '../dist/index.js';
import { BENCHMARKS } from './harness.js';
import { compareNetworks, skipped } from './network-comparison.js';

export const title = 'All network proxies on FlexiBERT models, 4 x 128 tokens, two cores';

const FILE = join(BENCHMARKS, 'flexibert', 'BERT_benchmark.json');
const BUILD = 'released';

/**
 * @param {{ quick: boolean, long: boolean }} options `long` for all 500 models, not every fifth
 * @returns {Promise<import('./harness.js').Result>}
 */
export async function run({ quick, long }) {
  if (!existsSync(FILE)) return skipped(`no file ${FILE}`);
  const { candidates } = await readCandidates([FILE], { build: BUILD });
  const models = candidates.map(({ architecture }, index) => ({
    index,
    architecture,
    parameters: countParameters(inventory(architecture, 'normal')).total,
  }));
  const bySize = models.toSorted((a, b) => a.parameters - b.parameters || a.index - b.index);
  const [step, rounds] = quick ? [21, 3] : long ? [1, 10] : [5, 5];
  const spread = long ? '' : ', spread over the sizes';
  return compareNetworks({
    file: FILE,
    build: BUILD,
    chosen: bySize.filter((_, place) => place % step === Math.floor(step / 2)),
    rounds,
    compared: quick ? 4 : 12,
    settings: (count, proxies) =>
      `${count} models of the ${BUILD} build${spread}, ${proxies} proxies, each round of models of all sizes`,
  });
}
