import { int } from '../attributes.ts';
import type { Builder, GraphValue } from '../graph.ts';

/**
 * The sums of the entries up to each one along an axis, that one included; in reverse of those from
 * each one on.
 */
export function cumulativeSum(
  builder: Builder,
  value: GraphValue,
  axis: number,
  reverse = false,
): GraphValue {
  return builder.apply('CumSum', [value, builder.constant(axis, [], 'int64')], {
    reverse: int(reverse ? 1 : 0),
  });
}
