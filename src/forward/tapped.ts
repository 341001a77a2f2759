import { beneathReshape } from '../onnx/compose/beneath-reshape.ts';
import { reshape } from '../onnx/compose/shapes.ts';
import { identity } from '../onnx/compose/functions.ts';
import type { GraphBuilder } from '../onnx/graph-builder.ts';
import type { GraphValue } from '../onnx/graph.ts';

/** Operators that what follows them looks through, to join them with its own. */
const LOOKED_THROUGH: readonly (string | undefined)[] = ['Transpose', 'Expand'];

/**
 * A value that all of what follows goes through, so that its gradient is whole: a change of shape is
 * put under a name of its own, since the next change of shape would be joined with it.
 */
export function tapped(builder: GraphBuilder, value: GraphValue): GraphValue {
  const source = beneathReshape(builder, value);
  if (source !== undefined) return reshape(builder, tapped(builder, source), value.shape);
  const producer = builder.producerOf(value);
  return LOOKED_THROUGH.includes(producer?.operator) ? identity(builder, value) : value;
}
