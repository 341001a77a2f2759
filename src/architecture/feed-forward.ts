import type { Block } from './architecture.ts';
import type { ClosedSums } from './operations/closed-sums.ts';
import { entriesOf, wholeMatrix, type ShapeMatrix } from './operations/shape-matrix.ts';
import type { WeightNames } from './weight-names.ts';
import type { WeightSink } from './weight-sink.ts';

/**
 * Linear layers h -> f1 -> ... -> fs -> h, with biases if the block has any; if gated, a second one
 * h -> f1 whose output multiplies that of the first (Shazeer 2020).
 *
 * A mixture has such layers for every expert, a router h -> experts without bias, and for an expert
 * that every token takes, of a width of its own and without biases, a gate h -> 1 (Jiang et al. 2024
 * has the first two, Qwen2-MoE all). Every matrix of an expert that does not count for capacity is
 * among the parameters.
 */
export function listFeedForward(
  block: Block,
  path: string,
  names: WeightNames,
  list: WeightSink,
): void {
  const { hiddenSize, feedForwardWidths, experts, bias } = block;
  if (experts === null) {
    const { feedForwardIn, feedForwardInGated = feedForwardIn } = names;
    const own = {
      first: block.gated ? feedForwardInGated : feedForwardIn,
      gate: names.feedForwardGate,
      stack: names.feedForwardStack,
      last: names.feedForwardOut,
    };
    listLayers(block, feedForwardWidths, path, own, list, { bias, counts: true });
    return;
  }
  const { count, routed, sharedWidth, counted } = experts;
  const layers = {
    first: names.expertIn,
    gate: names.expertGate,
    stack: 'stack',
    last: names.expertOut,
  };
  list.linear(`${path}.${names.router}`, hiddenSize, count, { bias: false });
  for (let expert = 0; expert < count; expert++) {
    const counts = counted === 'all' || expert < routed;
    const at = `${path}.${names.experts}.${expert}`;
    listLayers(block, feedForwardWidths, at, layers, list, { bias, counts });
  }
  if (sharedWidth === null) return;
  const at = `${path}.${names.sharedExpert}`;
  listLayers(block, [sharedWidth], at, layers, list, { bias: false, counts: true });
  list.linear(`${path}.${names.sharedExpertGate}`, hiddenSize, 1, { bias: false });
}

/** The names of the layers of one feed-forward network. */
interface LayerNames {
  readonly first: string;
  readonly gate: string;
  readonly stack: string;
  readonly last: string;
}

function listLayers(
  { hiddenSize, gated }: Block,
  widths: readonly number[],
  path: string,
  names: LayerNames,
  list: WeightSink,
  options: { readonly bias: boolean; readonly counts: boolean },
): void {
  let inputs = hiddenSize;
  for (const [index, width] of widths.entries()) {
    if (index === 0 && gated) list.linear(`${path}.${names.gate}`, inputs, width, options);
    const name = index === 0 ? names.first : `${names.stack}.${index}.dense`;
    list.linear(`${path}.${name}`, inputs, width, options);
    inputs = width;
  }
  list.linear(`${path}.${names.last}`, inputs, hiddenSize, { ...options, writesResidual: true });
}

/** Adds what {@link listFeedForward} lists, in the same order; false where it has to be listed. */
export function sumFeedForward(
  { hiddenSize, feedForwardWidths, bias, gated, experts }: Block,
  sums: ClosedSums,
): boolean {
  if (experts !== null) return false;
  let inputs = hiddenSize;
  let first = gated;
  for (const width of feedForwardWidths) {
    if (first) {
      sums.matrix(width, inputs);
      if (bias) sums.plain(width);
      first = false;
    }
    sums.matrix(width, inputs);
    if (bias) sums.plain(width);
    inputs = width;
  }
  sums.residual(hiddenSize, inputs);
  if (bias) sums.plain(hiddenSize);
  return true;
}

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
      : [...networkMatrices(block, [sharedWidth], 1), wholeMatrix(1, hiddenSize)]),
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
  const { count, routed, sharedWidth } = experts;
  const shared = sharedWidth === null ? 0 : ofNetwork([sharedWidth]) + hiddenSize;
  return hiddenSize * count + routed * ofNetwork(feedForwardWidths) + shared;
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

/** The matrices of one feed-forward network, `count` times. */
function networkMatrices(
  { hiddenSize, gated }: Block,
  widths: readonly number[],
  count: number,
): ShapeMatrix[] {
  const [first = 0] = widths;
  const matrices = gated ? [wholeMatrix(first, hiddenSize)] : [];
  let inputs = hiddenSize;
  for (const width of widths) {
    matrices.push(wholeMatrix(width, inputs));
    inputs = width;
  }
  matrices.push(wholeMatrix(hiddenSize, inputs, true));
  return matrices.map((matrix) => ({ ...matrix, count }));
}
