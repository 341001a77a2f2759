import type { Block } from './architecture.ts';
import type { WeightList } from './weight-list.ts';

/** Linear layers h -> f1 -> ... -> fs -> h with biases, then a norm. */
export function listFeedForward(
  { hiddenSize, feedForwardWidths }: Block,
  path: string,
  list: WeightList,
): void {
  let inputs = hiddenSize;
  for (const [index, width] of feedForwardWidths.entries()) {
    const name = index === 0 ? 'dense' : `stack.${index}.dense`;
    list.linear(`${path}.intermediate.${name}`, inputs, width);
    inputs = width;
  }
  list.linear(`${path}.output.dense`, inputs, hiddenSize, { writesResidual: true });
  list.layerNorm(`${path}.output.LayerNorm`, hiddenSize);
}
