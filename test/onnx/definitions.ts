import { at, broadcast, broadcastAt, placeOf, tensorOf, type Tensor } from './tensor.ts';

/** The sum of numbers. */
export const sum = (entries: readonly number[]): number => entries.reduce((a, b) => a + b, 0);

/** The error function by its series, or by its continued fraction where that is long. */
export function erf(x: number): number {
  if (Math.abs(x) > 3) {
    let fraction = 0;
    for (let k = 60; k > 0; k--) fraction = k / 2 / (Math.abs(x) + fraction);
    const rest = Math.exp(-x * x) / Math.sqrt(Math.PI) / (Math.abs(x) + fraction);
    return Math.sign(x) * (1 - rest);
  }
  let term = x;
  let total = x;
  for (let k = 1; k < 80; k++) {
    term *= (-x * x) / k;
    total += term / (2 * k + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * total;
}

/** Products of the matrices in the last two axes, the others broadcast. */
export function matMul(a: Tensor, b: Tensor): Tensor {
  const before = broadcast(a.shape.slice(0, -2), b.shape.slice(0, -2));
  const shape = [...before, a.shape.at(-2)!, b.shape.at(-1)!];
  const inAll = (x: Tensor): Tensor => {
    const full = [...before, ...x.shape.slice(-2)];
    return tensorOf(full, (index) => broadcastAt(x, index));
  };
  const [left, right] = [inAll(a), inAll(b)];
  return tensorOf(shape, (index) => {
    const [i, j] = index.slice(-2);
    const outer = index.slice(0, -2);
    return sum(
      Array.from(
        { length: a.shape.at(-1)! },
        (_, k) => at(left, [...outer, i!, k]) * at(right, [...outer, k, j!]),
      ),
    );
  });
}

/** The transpose. */
export const turned = (x: Tensor): Tensor =>
  tensorOf(x.shape.toReversed(), (index) => at(x, index.toReversed()));

/** The normalized tensor, the means, and the reciprocals of the roots. */
export function layerNormalization(
  x: Tensor,
  scale: Tensor,
  shift: Tensor,
  epsilon: number,
): Tensor[] {
  const row = (index: readonly number[]): number[] =>
    Array.from({ length: x.shape.at(-1)! }, (_, k) => at(x, index.with(-1, k)));
  const kept = x.shape.with(-1, 1);
  const mean = tensorOf(kept, (index) => sum(row(index)) / x.shape.at(-1)!);
  const root = tensorOf(kept, (index) => {
    const squares = row(index).map((entry) => (entry - at(mean, index)) ** 2);
    return 1 / Math.sqrt(sum(squares) / x.shape.at(-1)! + epsilon);
  });
  const normal = tensorOf(x.shape, (index) => {
    const n = (at(x, index) - broadcastAt(mean, index)) * broadcastAt(root, index);
    return n * broadcastAt(scale, index) + broadcastAt(shift, index);
  });
  return [normal, mean, root];
}

/** A tensor with the updates added where a function of their index says. */
export function scatter(
  x: Tensor,
  indices: readonly (readonly number[])[],
  target: (index: readonly number[]) => readonly number[],
  updates: Tensor,
): Tensor {
  const data = x.data.slice();
  for (const index of indices) data[placeOf(x.shape, target(index))]! += at(updates, index);
  return { shape: x.shape, data };
}

/** A place along an axis, counted from its end if it is negative. */
export const wrapped = (place: number, length: number): number =>
  place < 0 ? place + length : place;
