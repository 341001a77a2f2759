/** A tensor of the interpreter: every type is held in double precision, false as 0, true as 1. */
export interface Tensor {
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

export const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/** Every index of a shape, the last axis fastest. */
export function indicesOf(shape: readonly number[]): number[][] {
  return Array.from({ length: sizeOf(shape) }, (_, flat) => {
    const index: number[] = [];
    let rest = flat;
    for (const length of shape.toReversed()) {
      index.unshift(rest % length);
      rest = Math.floor(rest / length);
    }
    return index;
  });
}

/** The tensor of a shape whose entries a function of the index gives. */
export function tensorOf(
  shape: readonly number[],
  entry: (index: readonly number[]) => number,
): Tensor {
  return { shape, data: Float64Array.from(indicesOf(shape), entry) };
}

/** Place of an index among the entries. */
export function placeOf(shape: readonly number[], index: readonly number[]): number {
  return shape.reduce((place, length, axis) => {
    if (index[axis]! < 0 || index[axis]! >= length) throw new Error(`${index.join()} is outside`);
    return place * length + index[axis]!;
  }, 0);
}

/** The entry at an index. */
export function at({ shape, data }: Tensor, index: readonly number[]): number {
  return data[placeOf(shape, index)]!;
}

/** The entry at an index of the shape that the tensor is broadcast to. */
export function broadcastAt(tensor: Tensor, index: readonly number[]): number {
  const aligned = index.slice(index.length - tensor.shape.length);
  return at(
    tensor,
    aligned.map((place, axis) => (tensor.shape[axis] === 1 ? 0 : place)),
  );
}

/** The shape that shapes are broadcast to; wrong ones are not looked for. */
export function broadcast(...shapes: readonly (readonly number[])[]): number[] {
  const rank = Math.max(...shapes.map(({ length }) => length));
  return Array.from({ length: rank }, (_, axis) =>
    Math.max(...shapes.map((shape) => shape[axis - rank + shape.length] ?? 1)),
  );
}
