import { WeightList } from '../../src/architecture/weight-list.ts';
import type { Weight } from '../../src/architecture/weight.ts';

/** What a part of a model lists, one line a weight: path, shape, and whether it is a capacity. */
export function listed(fill: (list: WeightList) => void): string[] {
  const list = new WeightList('attention', 0, {
    scheme: 'normal',
    initializerRange: 0.02,
    residualAdditions: 2,
  });
  fill(list);
  return list.weights.map(describeWeight);
}

/** One weight in one line. */
export function describeWeight({ path, shape, counts }: Weight): string {
  return `${path} ${shape.join('x')} ${counts}`;
}

/** The names of the weights that scale down with the depth, as those that write to the residual. */
export function residualWriters(fill: (list: WeightList) => void): string[] {
  const list = new WeightList('attention', 0, {
    scheme: 'gpt2',
    initializerRange: 1,
    residualAdditions: 4,
  });
  fill(list);
  return list.weights
    .filter(({ distribution: d }) => d.kind === 'normal' && d.standardDeviation === 0.5)
    .map(({ path }) => path);
}
