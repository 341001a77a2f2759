import type { Block } from './block.ts';
import { networkMatrices, sharedExpertOf } from './feed-forward-layers.ts';
import { entriesOf, wholeMatrix, type ShapeMatrix } from './operations/shape-matrix.ts';

/** The weight matrices of the feed-forward layers that count for capacity. */
export function feedForwardMatrices(block: Block): ShapeMatrix[] {
  const { hiddenSize, feedForwardWidths, experts } = block;
  if (experts === null) return networkMatrices(block, feedForwardWidths, 1);
  const { count, routed, sharedWidth, counted } = experts;
  return [
    wholeMatrix(count, hiddenSize),
    ...networkMatrices(block, feedForwardWidths, counted === 'all' ? count : routed),
    ...(sharedWidth === null
      ? []
      : [
          ...networkMatrices(sharedExpertOf(block, experts), [sharedWidth], 1),
          ...(experts.sharedGate ? [wholeMatrix(1, hiddenSize)] : []),
        ]),
  ];
}

/**
 * The matrices that the authors of the Neural Spectral Capacity count: s stacked layers of width f
 * are s pairs h -> f // s -> h.
 */
export function feedForwardPaperMatrices(block: Block): ShapeMatrix[] {
  const { hiddenSize: h, feedForwardWidths, gated, experts } = block;
  const count =
    experts === null ? 1 : experts.counted === 'routed' ? experts.routed : experts.count;
  return feedForwardWidths.flatMap((width, index) => {
    const share = Math.floor(width / feedForwardWidths.length);
    const gate = gated && index === 0 ? [wholeMatrix(share, h)] : [];
    return [...gate, wholeMatrix(share, h), wholeMatrix(h, share)].map((own) => ({
      ...own,
      count,
    }));
  });
}

/** Multiply-adds per token: of a mixture, those of the experts that a token is routed to. */
export function feedForwardMultiplyAdds(block: Block): number {
  const { hiddenSize, feedForwardWidths, experts } = block;
  const ofNetwork = (widths: readonly number[]): number =>
    entriesOf(networkMatrices(block, widths, 1));
  if (experts === null) return ofNetwork(feedForwardWidths);
  const { count, routed, sharedWidth, sharedGate } = experts;
  const shared =
    sharedWidth === null ? 0 : ofNetwork([sharedWidth]) + (sharedGate ? hiddenSize : 0);
  return hiddenSize * count + routed * ofNetwork(feedForwardWidths) + shared;
}

/** Parameters of the experts of a block that a token is not routed to. */
export function unroutedParameters(block: Block): number {
  const { experts, feedForwardWidths, bias } = block;
  if (experts === null) return 0;
  const matrices = networkMatrices(block, feedForwardWidths, 1);
  const biases = bias ? matrices.reduce((sum, { rows }) => sum + rows, 0) : 0;
  return (experts.count - experts.routed) * (entriesOf(matrices) + biases);
}

/**
 * The most numbers alive in one of its steps besides the input of the block.
 *
 * @param copy numbers of the input after a norm of its own
 */
export function feedForwardPeak(block: Block, tokens: number, copy: number): number {
  const { hiddenSize, feedForwardWidths, gated, experts } = block;
  /** Of one network over some of the tokens, besides the input that it reads. */
  const ofNetwork = (widths: readonly number[], own: number): number => {
    const [first = 0] = widths;
    let peak = own * first * (gated ? 2 : 1);
    for (const [index, width] of widths.entries()) {
      peak = Math.max(peak, own * (width + (widths[index + 1] ?? hiddenSize)));
    }
    return peak;
  };
  if (experts === null) {
    const [first = 0] = feedForwardWidths;
    // After the first layer the copy is read no more.
    return Math.max(copy + tokens * first * (gated ? 2 : 1), ofNetwork(feedForwardWidths, tokens));
  }
  const { count, routed, sharedWidth } = experts;
  const share = Math.ceil((tokens * routed) / count);
  const largest = Math.max(
    share * hiddenSize + ofNetwork(feedForwardWidths, share),
    sharedWidth === null ? 0 : ofNetwork([sharedWidth], tokens),
  );
  return copy + tokens * (hiddenSize + count) + largest;
}
