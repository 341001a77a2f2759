import { join } from 'node:path';
import { directionOfQuality } from '../../dist/evaluation/quality-direction.js';
import {
  DEFAULT_PROXY_SETTINGS,
  DEFAULT_SETTINGS,
  readCandidates,
  scoreAll,
  scoreProxies,
} from '../../dist/index.js';
import { CandidatePool } from '../../dist/prediction/candidate-pool.js';
import { poolFeatures } from '../../dist/prediction/pool-features.js';
import { bottleneck } from '../../dist/proxies/bottleneck.js';
import { embeddedTruth, readTruth } from '../../dist/truth/truth.js';
import { workspace } from './run-commands.js';

/**
 * @template Value
 * @param {import('../../dist/result.js').Result<Value, unknown> | undefined} result
 */
function valueOf(result) {
  if (result?.ok !== true) throw new Error(JSON.stringify(result?.reason));
  return result.value;
}

/**
 * The candidates of a data set as `predict` sees them, once with the default prior and once with the
 * term of size that `bottleneck` has for decoders; their qualities, higher is better, and capacities.
 *
 * @param {import('./data-sets.js').DataSet} set
 */
export async function measuredPools({ input, build, truth: file, column }) {
  const path = (/** @type {string} */ name) => join(workspace(), name);
  const options = build === undefined ? {} : { build };
  const { candidates } = await readCandidates([path(input)], options);
  const truth = valueOf(
    file === undefined ? embeddedTruth(candidates, column) : await readTruth(path(file), column),
  );
  const sign = directionOfQuality(truth.column) === 'lower-is-better' ? -1 : 1;
  const architectures = candidates.map(({ architecture }) => architecture);
  const scores = await scoreAll(architectures, DEFAULT_SETTINGS);
  const featuresOf = poolFeatures();
  const features = architectures.map((architecture) => valueOf(featuresOf(architecture)));
  const poolOf = async (/** @type {'none' | 'decoders'} */ bottleneckSize) => {
    const settings = { ...DEFAULT_PROXY_SETTINGS, own: { bottleneckSize } };
    const [prior] = await scoreProxies([bottleneck], architectures, settings);
    const pool = new CandidatePool();
    for (const [index, { id }] of candidates.entries()) {
      pool.add(id, valueOf(prior?.results[index]), features[index] ?? []);
    }
    return pool;
  };
  return {
    plain: await poolOf('none'),
    sized: await poolOf('decoders'),
    qualities: Float64Array.from(candidates, ({ id }) => sign * (truth.values.get(id) ?? NaN)),
    capacities: scores.map((score) => valueOf(score).capacity),
  };
}
