import type { Head } from '../architecture/head.ts';
import { mul } from '../onnx/compose/arithmetic.ts';
import type { GraphBuilder } from '../onnx/graph-builder.ts';
import type { GraphValue } from '../onnx/graph.ts';
import { capScores } from './attend.ts';

/** The scores of tokens as the head of a model scales them, and then caps them. */
export function finishLogits(
  builder: GraphBuilder,
  head: Head | null,
  logits: GraphValue,
): GraphValue {
  if (head?.kind !== 'linear') return logits;
  const { scale, softCap } = head;
  const scaled = scale === 1 ? logits : mul(builder, logits, scale);
  return softCap === null ? scaled : capScores(builder, scaled, softCap);
}
