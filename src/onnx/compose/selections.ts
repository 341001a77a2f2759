import { int, text } from '../attributes.ts';
import type { Builder, GraphValue } from '../graph.ts';

/**
 * The slices of a tensor at `indices`, whose axes replace the axis: with axis 0, rows of [rows, width]
 * at [batch, length] are [batch, length, width].
 */
export function gather(
  builder: Builder,
  value: GraphValue,
  indices: GraphValue,
  axis = 0,
): GraphValue {
  return builder.apply('Gather', [value, indices], { axis: int(axis) });
}

/** The entries at `indices`, which have the output's shape, along an axis. */
export function gatherElements(
  builder: Builder,
  value: GraphValue,
  indices: GraphValue,
  axis: number,
): GraphValue {
  return builder.apply('GatherElements', [value, indices], { axis: int(axis) });
}

/** A tensor to whose entries, picked along an axis by `indices`, the updates were added. */
export function scatterElements(
  builder: Builder,
  value: GraphValue,
  indices: GraphValue,
  updates: GraphValue,
  axis: number,
): GraphValue {
  return builder.apply('ScatterElements', [value, indices, updates], {
    axis: int(axis),
    reduction: text('add'),
  });
}

/**
 * A tensor to whose slices along axis 0 the updates were added.
 *
 * @param indices [..., 1]
 * @param updates [..., and the shape of a slice]
 */
export function scatterRows(
  builder: Builder,
  value: GraphValue,
  indices: GraphValue,
  updates: GraphValue,
): GraphValue {
  return builder.apply('ScatterND', [value, indices, updates], { reduction: text('add') });
}

/** Entries of `yes` where the condition holds, of `no` elsewhere; the three are broadcast. */
export function where(
  builder: Builder,
  condition: GraphValue,
  yes: GraphValue,
  no: GraphValue,
): GraphValue {
  return builder.apply('Where', [condition, yes, no]);
}
