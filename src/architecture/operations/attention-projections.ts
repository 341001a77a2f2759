import type { Block } from '../block.ts';
import type { SelfAttention } from '../operation.ts';
import type { Packing } from '../packing.ts';
import type { WeightNames } from '../weight-names.ts';
import type { WeightSink } from '../weight-sink.ts';
import {
  attentionWidth,
  headSizeOf,
  keyValueHeadsOf,
  keyValueWidth,
  valueSizeOf,
  valueWidth,
} from './attention-sizes.ts';
import { headMatrices, type ShapeMatrix } from './shape-matrix.ts';

/** Lists the projections of query, key and value, in three matrices or one. */
export function listProjections(
  block: Block,
  operation: SelfAttention,
  { bias, keyBias }: { readonly bias: boolean; readonly keyBias: boolean },
  path: string,
  names: WeightNames,
  list: WeightSink,
): void {
  const { hiddenSize: h } = block;
  const { valueInput } = operation;
  const a = attentionWidth(block, operation);
  const c = keyValueWidth(block, operation);
  const v = valueWidth(block, operation);
  if (!operation.fusedQueryKeyValue) {
    list.linear(`${path}.${names.query}`, h, a, { bias });
    list.linear(`${path}.${names.key}`, h, c, { bias: keyBias });
    list.linear(`${path}.${names.value}`, valueInput ?? h, v, { bias });
    return;
  }
  const packing = packingOf(block, operation);
  const whole = bias && keyBias;
  list.linear(`${path}.${names.queryKeyValue}`, h, a + c + v, { bias: whole, packing });
  if (whole) return;
  if (bias) list.bias(`${path}.${names.queryBias}`, a);
  if (keyBias) list.bias(`${path}.${names.keyBias}`, c);
  if (bias) list.bias(`${path}.${names.valueBias}`, v);
}

/** Lists the norms of queries and keys: scales of one head, of each head, or of all together. */
export function listQueryKeyNorms(
  block: Block,
  operation: SelfAttention,
  path: string,
  names: WeightNames,
  list: WeightSink,
): void {
  const [query, key] = [`${path}.${names.queryNorm}`, `${path}.${names.keyNorm}`];
  const size = headSizeOf(block, operation);
  switch (operation.queryKeyNorm) {
    case 'head':
      list.norm(query, size);
      list.norm(key, size);
      return;
    case 'each-head':
      listHeadScales(query, block.numAttentionHeads, size, names, list);
      listHeadScales(key, keyValueHeadsOf(block, operation), size, names, list);
      return;
    case 'all-heads':
      list.norm(query, attentionWidth(block, operation));
      list.norm(key, keyValueWidth(block, operation));
      return;
    case 'fixed':
    case null:
  }
}

/** Lists the scales of each head, in a tensor heads x head size or one for each head. */
function listHeadScales(
  path: string,
  heads: number,
  size: number,
  { headNorms }: WeightNames,
  list: WeightSink,
): void {
  if (headNorms === undefined) {
    list.scale(`${path}.weight`, [heads, size]);
    return;
  }
  for (let head = 0; head < heads; head++) list.scale(`${path}.${headNorms}.${head}.weight`, size);
}

/** The matrices of query, key and value by heads. */
export function headProjections(block: Block, operation: SelfAttention): ShapeMatrix[] {
  const { hiddenSize: h, numAttentionHeads } = block;
  const size = headSizeOf(block, operation);
  const valueSize = valueSizeOf(block, operation);
  const keyValueHeads = keyValueHeadsOf(block, operation);
  // A fused matrix is one weight of all three.
  const fused = numAttentionHeads * size + keyValueHeads * (size + valueSize);
  const rows = (own: number): number => (operation.fusedQueryKeyValue ? fused : own);
  const queries = rows(numAttentionHeads * size);
  const keys = rows(keyValueHeads * size);
  const inputs = operation.valueInput ?? h;
  if (valueSize !== size || inputs !== h) {
    return [
      headMatrices(size, h, numAttentionHeads, queries),
      headMatrices(size, h, keyValueHeads, keys),
      headMatrices(valueSize, inputs, keyValueHeads, rows(keyValueHeads * valueSize)),
    ];
  }
  return queries === keys
    ? [headMatrices(size, h, numAttentionHeads + 2 * keyValueHeads, queries)]
    : [
        headMatrices(size, h, numAttentionHeads, queries),
        headMatrices(size, h, 2 * keyValueHeads, keys),
      ];
}

/** How the stored matrix of query, key and value holds the three. */
export function packingOf(block: Block, operation: SelfAttention): Packing {
  const { turns, order, widths } = fusedRowsOf(block, operation);
  return { axis: 'rows', sizes: order.map((part) => widths[part]), turns, stack: 1 };
}

/** Queries, keys or values. */
export type ProjectedPart = 'query' | 'key' | 'value';

/** How the rows of the stored matrix of query, key and value follow each other. */
interface FusedOrder {
  /** How often all three come. */
  readonly turns: number;
  /** In which order. */
  readonly order: readonly ProjectedPart[];
}

/** The order of these rows, and how many are of each part in one turn. */
export function fusedRowsOf(
  block: Block,
  operation: SelfAttention,
): FusedOrder & { readonly widths: Readonly<Record<ProjectedPart, number>> } {
  const order = fusedOrder(block, operation);
  return {
    ...order,
    widths: {
      query: attentionWidth(block, operation) / order.turns,
      key: keyValueWidth(block, operation) / order.turns,
      value: valueWidth(block, operation) / order.turns,
    },
  };
}

const USUAL_ORDER = ['query', 'key', 'value'] as const;

function fusedOrder(block: Block, operation: SelfAttention): FusedOrder {
  switch (operation.fusedRows) {
    case 'parts':
      return { turns: 1, order: USUAL_ORDER };
    case 'heads':
      return { turns: keyValueHeadsOf(block, operation), order: USUAL_ORDER };
    case 'quarters':
      return { turns: 4, order: ['query', 'value', 'key'] };
  }
}
