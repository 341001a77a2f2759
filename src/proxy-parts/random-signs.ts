import type { ForwardPass } from '../forward/forward-pass.ts';
import type { GraphValue } from '../onnx/graph.ts';

/**
 * A tensor of -1 and 1 with equal odds, an input of the graph that the seed draws: whatever else is
 * drawn, it depends on seed, name and place alone.
 */
export function randomSigns(
  { builder, signs }: ForwardPass,
  place: string,
  shape: readonly number[],
): GraphValue {
  const name = `signs.${place}`;
  const known = signs.get(name) ?? builder.input(name, shape);
  signs.set(name, known);
  return known;
}
