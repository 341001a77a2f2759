import type { Packing } from '../architecture/packing.ts';

/** Last parts of the names of tensors that hold query, key and value. */
const QUERY_KEY_VALUE = ['c_attn', 'attn', 'qkv_net', 'qkv_proj', 'query_key_value'];

/** Last parts of the names of tensors that hold a gate and the layer that it multiplies. */
const GATE_AND_UP = ['gate_up_proj'];

/**
 * How a tensor holds several matrices, by its name and shape; null where it is one. Query and key,
 * value are as wide as the input of the layer, or a third of the tensor each where that is not what
 * three of them make up. A checkpoint does not store the number of heads, so that rows in the order
 * of the heads, as GPT-NeoX has them, are taken in the order of query, key and value.
 *
 * @param inputFirst whether matrices of the checkpoint have the inputs first
 */
export function packingOf(
  path: string,
  shape: readonly number[],
  inputFirst: boolean,
): Packing | null {
  const name =
    path
      .replace(/\.weight$/, '')
      .split('.')
      .at(-1) ?? '';
  const [rows, cols] = shape;
  if (shape.length !== 2 || rows === undefined || cols === undefined) return null;
  const [outputs, inputs] = inputFirst ? [cols, rows] : [rows, cols];
  const sizes = sizesOf(name, outputs, inputs);
  return sizes === null
    ? null
    : { axis: inputFirst ? 'columns' : 'rows', sizes, turns: 1, stack: 1 };
}

function sizesOf(name: string, outputs: number, inputs: number): readonly number[] | null {
  if (GATE_AND_UP.includes(name)) return split(outputs, 2);
  if (!QUERY_KEY_VALUE.includes(name)) return null;
  // Keys and values that heads share are narrower than the queries.
  const shared = (outputs - inputs) / 2;
  return outputs < 3 * inputs && shared > 0 && Number.isInteger(shared)
    ? [inputs, shared, shared]
    : split(outputs, 3);
}

function split(size: number, count: number): readonly number[] | null {
  return size % count === 0 ? Array.from({ length: count }, () => size / count) : null;
}
