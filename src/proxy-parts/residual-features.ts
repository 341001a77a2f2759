import type { ForwardPass } from '../forward/forward-pass.ts';
import { stacksOf } from '../forward/stacks.ts';
import type { GraphValue } from '../onnx/graph.ts';

/** The residual stream at a place of a model. */
export interface ResidualFeature {
  /** Its place, as `blocks.0.output`. */
  readonly name: string;
  /** [B, T, h] */
  readonly value: GraphValue;
}

/**
 * The features of AZ-NAS, stack by stack: the residual stream after the operation of every block, and
 * after its feed-forward layers, as in the code of its authors for AutoFormer.
 */
export function residualFeatures({
  architecture,
  blocks,
}: ForwardPass): readonly (readonly ResidualFeature[])[] {
  const features = blocks.map(({ operationOutput, output }, index) => [
    { name: `blocks.${index}.operationOutput`, value: operationOutput },
    { name: `blocks.${index}.output`, value: output },
  ]);
  const { encoder, decoder } = stacksOf(architecture);
  return [encoder, decoder]
    .filter(({ length }) => length > 0)
    .map((stack) => stack.flatMap(({ index }) => features[index] ?? []));
}
