import type { Block } from '../architecture.ts';
import type { WeightSink } from '../weight-sink.ts';

/**
 * One h x h projection, with bias if the block has any, before the transform; the transform itself
 * has no weights, and there is neither an output projection nor a norm. The same for DFT and DCT.
 */
export function listLinearTransform(
  { hiddenSize: h, bias }: Block,
  path: string,
  list: WeightSink,
): void {
  list.linear(`${path}.self.input`, h, h, { writesResidual: true, bias });
}
