import { describe, expect, test } from 'vitest';
import { listAdaptiveSoftmax } from '../../src/architecture/adaptive-softmax.ts';
import type { AdaptiveSoftmax } from '../../src/architecture/head.ts';
import { listed } from './listed.ts';

const HEAD: AdaptiveSoftmax = {
  kind: 'adaptive-softmax',
  matrices: [
    { tokens: 20, width: 8 },
    { tokens: 10, width: 2 },
  ],
  tied: true,
  clusters: 1,
  clusterWidth: 8,
  projections: [{ cluster: 0, width: 8 }],
};

function linesOf(changes: Partial<AdaptiveSoftmax>): string[] {
  return listed((list) => {
    listAdaptiveSoftmax({ ...HEAD, ...changes }, 16, 'crit', list);
  });
}

describe('listAdaptiveSoftmax', () => {
  test('tied to the embedding it has no matrices: a bias a word, clusters, and a projection', () => {
    expect(linesOf({})).toEqual([
      'crit.cluster_weight 1x8 capacity',
      'crit.cluster_bias 1 parameters',
      'crit.out_layers_biases.0 20 parameters',
      'crit.out_layers_biases.1 10 parameters',
      'crit.out_projs.0 16x8 capacity',
    ]);
  });

  test('untied it has matrices of its own', () => {
    expect(linesOf({ tied: false }).filter((line) => !linesOf({}).includes(line))).toEqual([
      'crit.out_layers_weights.0 20x8 capacity',
      'crit.out_layers_weights.1 10x2 capacity',
    ]);
  });

  test('with one cluster there is nothing to choose between: no matrix of no rows', () => {
    const [table] = HEAD.matrices;
    expect(linesOf({ clusters: 0, matrices: table === undefined ? [] : [table] })).toEqual([
      'crit.out_layers_biases.0 20 parameters',
      'crit.out_projs.0 16x8 capacity',
    ]);
  });

  test('a projection keeps the number of its cluster where those before it have none', () => {
    expect(linesOf({ projections: [{ cluster: 1, width: 2 }] }).at(-1)).toBe(
      'crit.out_projs.1 16x2 capacity',
    );
  });
});
