/**
 * Sums over some layers: the keys that can be reached, rising, and beside each the highest value of
 * all choices with that key.
 */
export interface SumList {
  readonly keys: Float64Array;
  readonly values: Float64Array;
}

/** The sums over no layer. */
export const NO_LAYER: SumList = { keys: Float64Array.of(0), values: Float64Array.of(0) };

/** No sum at all. */
export const NO_SUM: SumList = { keys: new Float64Array(0), values: new Float64Array(0) };

/** A layer as far as sums go: whole numbers, of which the key is at least 0. */
export interface LayerOption {
  readonly key: number;
  readonly value: number;
}

/**
 * The sums of two lists together, the second with one layer more: an element of it is that of the
 * list plus the option.
 *
 * @param admits whether a key may be reached; those that may not are left out
 */
export function mergeSums(
  first: SumList,
  second: SumList,
  option: LayerOption,
  admits: (key: number) => boolean,
): SumList {
  const most = first.keys.length + second.keys.length;
  const keys = new Float64Array(most);
  const values = new Float64Array(most);
  let size = 0;
  let a = 0;
  let b = 0;
  while (a < first.keys.length || b < second.keys.length) {
    const left = first.keys[a] ?? Infinity;
    const right = (second.keys[b] ?? Infinity) + option.key;
    const key = Math.min(left, right);
    let value = -Infinity;
    if (left === key) {
      value = first.values[a] ?? value;
      a += 1;
    }
    if (right === key) {
      value = Math.max(value, (second.values[b] ?? -Infinity) + option.value);
      b += 1;
    }
    if (!admits(key)) continue;
    keys[size] = key;
    values[size] = value;
    size += 1;
  }
  // A copy: a view would keep the memory of all that was left out.
  return size === most
    ? { keys, values }
    : { keys: keys.slice(0, size), values: values.slice(0, size) };
}

/** The highest value of a key; undefined where it can't be reached. */
export function valueAt({ keys, values }: SumList, key: number): number | undefined {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((keys[middle] ?? Infinity) < key) low = middle + 1;
    else high = middle;
  }
  return keys[low] === key ? values[low] : undefined;
}
