import type { Block, SeparableConvolution } from '../architecture.ts';
import type { WeightSink } from '../weight-sink.ts';

/**
 * Span-based dynamic convolution with half the heads, n' = max(floor(n / 2), 1), of the full
 * head size: a = n' * floor(h / n).
 *
 * Query, key and value h -> a; depthwise convolution h x k and pointwise h -> a without bias,
 * then a bias of a; the kernel generator a -> n' * k; the convolved value h -> a; the output
 * h -> h. The bias of the convolution is there even in a block whose linear layers have none.
 */
export function listSeparableConvolution(
  { hiddenSize: h, numAttentionHeads, bias }: Block,
  { kernelSize: k }: SeparableConvolution,
  path: string,
  list: WeightSink,
): void {
  const heads = Math.max(Math.floor(numAttentionHeads / 2), 1);
  const all = heads * Math.floor(h / numAttentionHeads);
  list.linear(`${path}.self.query`, h, all, { bias });
  list.linear(`${path}.self.key`, h, all, { bias });
  list.linear(`${path}.self.value`, h, all, { bias });
  list.matrix(`${path}.self.depthwise.weight`, [h, 1, k]);
  list.matrix(`${path}.self.pointwise.weight`, [all, h, 1]);
  list.bias(`${path}.self.pointwise.bias`, all);
  list.linear(`${path}.self.conv_kernel`, all, heads * k, { bias });
  list.linear(`${path}.self.conv_out`, h, all, { bias });
  list.linear(`${path}.output.dense`, h, h, { writesResidual: true, bias });
}
