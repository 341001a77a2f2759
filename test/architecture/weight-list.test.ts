import { describe, expect, test } from 'vitest';
import type { NormKind } from '../../src/architecture/norm.ts';
import { WeightList } from '../../src/architecture/weight-list.ts';

const CONTEXT = { scheme: 'normal', initializerRange: 0.5, residualAdditions: 8 } as const;

describe('WeightList', () => {
  test('a linear layer is stored output first, its bias starting from zeros', () => {
    const list = new WeightList('feedForward', 3, CONTEXT);
    list.linear('a', 2, 5);
    const common = { subModule: 'feedForward', block: 3 };
    expect(list.weights).toEqual([
      {
        ...common,
        path: 'a.weight',
        shape: [5, 2],
        counts: 'capacity',
        distribution: { kind: 'normal', standardDeviation: 0.5 },
        packing: null,
      },
      {
        ...common,
        path: 'a.bias',
        shape: [5],
        counts: 'parameters',
        distribution: { kind: 'constant', value: 0 },
      },
    ]);
  });

  test('a linear layer without bias is its matrix alone', () => {
    const list = new WeightList('feedForward', 3, CONTEXT);
    list.linear('a', 2, 5, { bias: false });
    expect(list.weights.map(({ path }) => path)).toEqual(['a.weight']);
  });

  test('a norm starts as the identity: ones that scale, zeros that shift', () => {
    const list = new WeightList('attention', 0, CONTEXT);
    list.norm('n', 4);
    expect(list.weights.map(({ path, distribution }) => [path, distribution])).toEqual([
      ['n.weight', { kind: 'constant', value: 1 }],
      ['n.bias', { kind: 'constant', value: 0 }],
    ]);
  });

  test('a norm has what its kind learns: catches a shift counted where there is none', () => {
    const pathsOf = (kind: NormKind): string[] => {
      const list = new WeightList('attention', 0, CONTEXT, kind);
      list.norm('n', 4);
      return list.weights.map(({ path }) => path);
    };
    expect(pathsOf('rms-norm')).toEqual(['n.weight']);
    expect(pathsOf('fixed-norm')).toEqual([]);
  });

  test('a matrix that does not count is drawn all the same, of its own sub-module', () => {
    const list = new WeightList('feedForward', 0, CONTEXT);
    list.matrix('p', [2, 3], { counts: false });
    expect(list.weights).toMatchObject([
      { subModule: 'feedForward', counts: 'parameters', distribution: { kind: 'normal' } },
    ]);
  });

  test('a matrix outside the three sub-modules is drawn, but is no capacity of any', () => {
    const list = new WeightList('other', 0, CONTEXT);
    list.matrix('p', [2, 3]);
    expect(list.weights).toMatchObject([
      { subModule: 'other', counts: 'parameters', distribution: { kind: 'normal' } },
    ]);
  });

  test('what writes to the residual stream is drawn narrower where the scheme says so', () => {
    const list = new WeightList('attention', 0, { ...CONTEXT, scheme: 'gpt2' });
    list.linear('in', 2, 2);
    list.linear('out', 2, 2, { writesResidual: true });
    expect(
      list.weights.flatMap(({ distribution: d }) =>
        d.kind === 'normal' ? d.standardDeviation : [],
      ),
    ).toEqual([0.5, 0.5 / Math.sqrt(8)]);
  });
});
