import type { GraphNode, ValueType } from '../onnx/graph.ts';
import { sizeOfShape } from '../onnx/shape.ts';
import { VIEWS } from './views.ts';

/** Multiply-adds in the time that an entry takes to be read, changed and written. */
const ENTRY = 4;

/**
 * What a node takes to run, in multiply-adds: of a matrix product its own; of any other as much as
 * its entries take to pass through memory, which is longer than to compute. Good to compare nodes
 * of one machine by, and no more.
 */
export function nodeCost({ operator, inputs, outputs, attributes }: GraphNode): number {
  if (VIEWS.has(operator)) return 0;
  const written = sizeOfAll(outputs);
  const [first] = inputs;
  if (operator === 'MatMul') return written * (first?.shape.at(-1) ?? 1);
  if (operator === 'Gemm') {
    const { transA } = attributes;
    const isTurned = transA?.kind === 'int' && transA.value === 1;
    return written * (first?.shape[isTurned ? 0 : 1] ?? 1);
  }
  return ENTRY * Math.max(written, sizeOfAll(inputs));
}

function sizeOfAll(values: readonly ValueType[]): number {
  return values.reduce((sum, { shape }) => sum + sizeOfShape(shape), 0);
}
