import { int } from '../attributes.ts';
import type { Builder, GraphValue } from '../graph.ts';
import { GraphError } from '../graph-error.ts';
import { integers } from './shapes.ts';

/** The greatest entries along an axis, from the greatest on, and where they are, as int64. */
export function topK(
  builder: Builder,
  value: GraphValue,
  count: number,
  axis: number,
): { readonly values: GraphValue; readonly indices: GraphValue } {
  const [values, indices] = builder.applyAll('TopK', [value, integers(builder, [count])], {
    axis: int(axis),
  });
  if (values === undefined || indices === undefined) throw new GraphError('TopK has two outputs');
  return { values, indices };
}
