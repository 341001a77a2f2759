import { GraphError } from './graph-error.ts';

/** The dimensions of a tensor, as messages show them: `[2, 3]`; `[]` is a scalar. */
export function shapeText(shape: readonly number[]): string {
  return `[${shape.join(', ')}]`;
}

/** Number of entries of a tensor; 1 for a scalar. */
export function sizeOfShape(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** Whether two shapes have the same dimensions in the same places. */
export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((length, axis) => length === b[axis]);
}

/**
 * The shape that two tensors share by the rule of numpy: aligned at the last axis, a dimension
 * that is missing or 1 takes the length of the other.
 *
 * @throws GraphError where they share none
 */
export function broadcastShape(a: readonly number[], b: readonly number[]): readonly number[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const x = a[axis - rank + a.length] ?? 1;
    const y = b[axis - rank + b.length] ?? 1;
    if (x !== y && x !== 1 && y !== 1) {
      throw new GraphError(`${shapeText(a)} and ${shapeText(b)} can't be broadcast together`);
    }
    return x === 1 ? y : x;
  });
}

/**
 * An axis counted from 0.
 *
 * @param axis below the rank; negative ones count from the end
 * @throws GraphError where there is no such axis
 */
export function axisOf(axis: number, rank: number): number {
  if (!Number.isInteger(axis) || axis < -rank || axis >= rank) {
    throw new GraphError(`there is no axis ${axis} among ${rank}`);
  }
  return axis < 0 ? axis + rank : axis;
}

/**
 * Several axes counted from 0, ascending.
 *
 * @throws GraphError where there is no such axis, or one is named twice
 */
export function axesOf(axes: readonly number[], rank: number): readonly number[] {
  const found = axes.map((axis) => axisOf(axis, rank)).sort((a, b) => a - b);
  const twice = found.find((axis, index) => axis === found[index - 1]);
  if (twice !== undefined) throw new GraphError(`axis ${twice} is named twice`);
  return found;
}

/**
 * An item that must be there.
 *
 * @throws GraphError where the list is too short
 */
export function nth<Item>(list: readonly Item[], index: number): Item {
  const item = list[index];
  if (item === undefined) throw new GraphError(`${list.length} are too few`);
  return item;
}
