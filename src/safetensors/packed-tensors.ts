import { NAMINGS, WEIGHT_NAMES } from '../architecture/naming-tables.ts';
import type { Packing } from '../architecture/packing.ts';

const NAMES = NAMINGS.map((naming) => WEIGHT_NAMES[naming]);

/** Last parts of the names of tensors that hold query, key and value. */
const QUERY_KEY_VALUE: ReadonlySet<string> = new Set([
  ...NAMES.map(({ queryKeyValue }) => lastPartOf(queryKeyValue)),
  'qkv_proj',
]);

/** Last parts of the names of tensors that hold a gate and the layer that it multiplies. */
const GATE_AND_UP: ReadonlySet<string> = new Set([
  ...NAMES.flatMap(({ feedForwardInFused, expertInFused }) => [
    lastPartOf(feedForwardInFused),
    lastPartOf(expertInFused),
  ]),
  'gate_up_proj',
]);

/** Last parts of the names of stacked tensors whose outputs are added to the residual stream. */
const DOWN: ReadonlySet<string> = new Set([
  ...NAMES.map(({ expertOut }) => lastPartOf(expertOut)),
  'down_proj',
]);

/** Last parts of the names of linear layers; one of three dimensions has a matrix for each group. */
const GROUPED = ['dense'];

/** How the matrices of a checkpoint are stored. */
export interface Layouts {
  /** Whether the 2-D weights of blocks have the inputs first. */
  readonly inputFirst: boolean;
  /** The number of columns of the embedding matrix; null where it is not known. */
  readonly hiddenSize: number | null;
  /** How the block holds query, key and value in one tensor; null where it is not known. */
  readonly fused: Packing | null;
  /** Whether stacked experts have the inputs first, whatever their shapes. */
  readonly expertInputsFirst: boolean;
  /** Whether rows of a gate and of what it multiplies take turns where one tensor holds both. */
  readonly gateInPairs: boolean;
}

/** How a tensor holds its matrices. */
export interface Layout {
  readonly inputFirst: boolean;
  /** Null where the tensor is one matrix. */
  readonly packing: Packing | null;
}

/**
 * How a tensor of a block holds its matrices, by its name and shape.
 *
 * - Query, key and value in one: they are as wide as the input of the layer, or a third of the tensor
 *   each where that is not what three of them make up. A checkpoint does not store the number of
 *   heads, so that rows in the order of the heads, as GPT-NeoX has them, are taken in the order of
 *   query, key and value where no config says more.
 * - A gate and the layer that it multiplies in one: half of the outputs each, or, in gpt-oss, one
 *   after the other.
 * - All experts in one: experts x outputs x inputs, or experts x inputs x outputs where the family
 *   has them so (Llama 4, gpt-oss), or only that fits the hidden size.
 * - All groups of a grouped layer in one: groups x inputs x outputs of a group (ConvBERT).
 */
export function layoutOf(
  path: string,
  shape: readonly number[],
  { inputFirst, hiddenSize, fused, expertInputsFirst, gateInPairs }: Layouts,
): Layout {
  const name = lastPartOf(path);
  const [first, second, third] = shape;
  if (first === undefined || second === undefined) return { inputFirst: false, packing: null };
  if (third === undefined) {
    const [outputs, inputs] = inputFirst ? [second, first] : [first, second];
    const own = QUERY_KEY_VALUE.has(name) && fused !== null && isOf(fused, outputs) ? fused : null;
    return {
      inputFirst,
      packing:
        own === null
          ? packing(inputFirst, sizesOf(name, outputs, inputs), 1)
          : { ...own, axis: inputFirst ? 'columns' : 'rows' },
    };
  }
  if (shape.length === 3 && GROUPED.includes(name)) {
    return { inputFirst: false, packing: packing(false, [second], first) };
  }
  if (shape.length > 3 || !(GATE_AND_UP.has(name) || DOWN.has(name))) {
    return { inputFirst: false, packing: null };
  }
  const isFirst = expertInputsFirst || second !== third;
  const hasInputsFirst = isFirst && (DOWN.has(name) ? third : second) === hiddenSize;
  const outputs = hasInputsFirst ? third : second;
  const halves = GATE_AND_UP.has(name) ? split(outputs, 2) : null;
  const own = packing(hasInputsFirst, halves ?? [outputs], first);
  return {
    inputFirst: hasInputsFirst,
    packing:
      halves !== null && gateInPairs && own !== null
        ? { ...own, sizes: [1, 1], turns: outputs / 2 }
        : own,
  };
}

/** Whether a packing is one of so many rows. */
function isOf({ sizes, turns }: Packing, rows: number): boolean {
  return turns * sizes.reduce((sum, size) => sum + size, 0) === rows;
}

function lastPartOf(path: string): string {
  const name = path.replace(/\.weight$/, '');
  return name.slice(name.lastIndexOf('.') + 1);
}

function packing(
  inputFirst: boolean,
  sizes: readonly number[] | null,
  stack: number,
): Packing | null {
  return sizes === null ? null : { axis: inputFirst ? 'columns' : 'rows', sizes, turns: 1, stack };
}

function sizesOf(name: string, outputs: number, inputs: number): readonly number[] | null {
  if (GATE_AND_UP.has(name)) return split(outputs, 2);
  if (!QUERY_KEY_VALUE.has(name)) return null;
  // Keys and values that heads share are narrower than the queries.
  const shared = (outputs - inputs) / 2;
  return outputs < 3 * inputs && shared > 0 && Number.isInteger(shared)
    ? [inputs, shared, shared]
    : split(outputs, 3);
}

function split(size: number, count: number): readonly number[] | null {
  return size % count === 0 ? Array.from({ length: count }, () => size / count) : null;
}
