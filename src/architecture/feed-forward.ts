import type { Block } from './architecture.ts';
import type { WeightList } from './weight-list.ts';
import type { WeightNames } from './weight-names.ts';

/** Linear layers h -> f1 -> ... -> fs -> h, with biases if the block has any. */
export function listFeedForward(
  { hiddenSize, feedForwardWidths, bias = true }: Block,
  path: string,
  names: WeightNames,
  list: WeightList,
): void {
  let inputs = hiddenSize;
  for (const [index, width] of feedForwardWidths.entries()) {
    const name = index === 0 ? names.feedForwardIn : `${names.feedForwardStack}.${index}.dense`;
    list.linear(`${path}.${name}`, inputs, width, { bias });
    inputs = width;
  }
  list.linear(`${path}.${names.feedForwardOut}`, inputs, hiddenSize, {
    writesResidual: true,
    bias,
  });
}
