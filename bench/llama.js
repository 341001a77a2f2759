/** The shapes of a large model, Llama-2-7B, sampled in a process of its own. */
import { join } from 'node:path';
import { checkNormals, median, runNode } from './harness.js';

export const title = 'The shapes of Llama-2-7B sampled';

/**
 * @param {{ quick: boolean }} options
 * @returns {Promise<import('./harness.js').Result>}
 */
export async function run({ quick }) {
  const rounds = quick ? 1 : 3;
  const layers = quick ? 4 : 32;
  const runs = [];
  for (let round = 0; round < rounds; round++) {
    const script = join(import.meta.dirname, 'sample-llama.js');
    const { stdout, peakMegabytes } = await runNode([script, String(layers)]);
    const { large, small } = JSON.parse(stdout);
    for (const { count, sumOfSquares, name } of [large, small]) {
      checkNormals(sumOfSquares, count, 0.02, name);
    }
    runs.push({
      large: large.count / large.seconds / 1e6,
      small: small.count / small.seconds / 1e6,
      normals: large.count,
      seconds: large.seconds,
      peakMegabytes,
    });
  }
  const peak = Math.max(...runs.map(({ peakMegabytes }) => peakMegabytes));
  return {
    settings: `${layers} layers and the embeddings, ${((runs[0]?.normals ?? 0) / 1e9).toFixed(2)} thousand million normals, two workers, ${rounds} processes; every sixteenth of the model in turn with a quarter as many normals in matrices of 256 x 1024`,
    figures: [
      { name: 'the model', value: median(runs.map(({ seconds }) => seconds)), unit: 's' },
      { name: 'rate', value: median(runs.map(({ large }) => large)), unit: 'M/s' },
      {
        name: 'rate of small matrices',
        value: median(runs.map(({ small }) => small)),
        unit: 'M/s',
      },
      { name: 'peak memory', value: peak, unit: 'MB' },
    ],
    ratios: [
      {
        name: 'rate against that of small matrices',
        value: median(runs.map(({ large, small }) => large / small)),
        bound: 'at least',
        target: 1,
      },
      { name: 'peak memory', value: peak, bound: 'at most', target: 300, unit: 'MB' },
    ],
    checks: ['both have the expected sum of squares within five standard errors'],
  };
}
