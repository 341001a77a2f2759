import type { Block, MixtureOfExperts } from './architecture.ts';
import type { ClosedSums } from './operations/closed-sums.ts';
import { entriesOf, wholeMatrix, type ShapeMatrix } from './operations/shape-matrix.ts';
import type { Packing } from './packing.ts';
import type { WeightNames } from './weight-names.ts';
import type { WeightSink } from './weight-sink.ts';

/**
 * Linear layers h -> f1 -> ... -> fs -> h, with biases if the block has any; if gated, a second one
 * h -> f1 whose output multiplies that of the first (Shazeer 2020).
 *
 * Both may be one matrix, the gate first. Without experts, inputs and outputs may be divided into
 * groups: a tensor groups x inputs x outputs of one group for each layer.
 *
 * A mixture has such layers for every expert, a router h -> experts, without bias unless it has one,
 * and for an expert that every token takes, of a width of its own and without biases, a gate h -> 1
 * if it has one (Jiang et al. 2024 has the first two, Qwen2-MoE all). Experts may be stacked: a
 * tensor experts x outputs x inputs for each of their layers; the one that every token takes is then
 * apart, and its gate a matrix of its own. Every matrix of an expert that does not count for capacity
 * is among the parameters.
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
      fused: names.feedForwardInFused,
      stack: names.feedForwardStack,
      last: names.feedForwardOut,
    };
    listLayers(block, feedForwardWidths, path, own, list, { bias, counts: true });
    return;
  }
  const { count, routed, sharedWidth, counted, stacked } = experts;
  const layers = {
    first: names.expertIn,
    gate: names.expertGate,
    fused: names.expertInFused,
    stack: 'stack',
    last: names.expertOut,
  };
  list.linear(`${path}.${names.router}`, hiddenSize, count, { bias: experts.routerBias });
  if (stacked) {
    listStack(block, experts, `${path}.${names.experts}`, layers, list);
  } else {
    const counting = counted === 'all' ? count : routed;
    const listFrom = (first: number, own: number, counts: boolean): void => {
      list.alike(own, (index) => {
        const at = `${path}.${names.experts}.${first + index}`;
        listLayers(block, feedForwardWidths, at, layers, list, { bias, counts });
      });
    };
    listFrom(0, counting, true);
    listFrom(counting, count - counting, false);
  }
  if (sharedWidth === null) return;
  const own = sharedExpertOf(block, experts);
  const at = `${path}.${names.sharedExpert}`;
  listLayers(own, [sharedWidth], at, layers, list, { bias: false, counts: true });
  if (experts.sharedGate) {
    list.linear(`${path}.${names.sharedExpertGate}`, hiddenSize, 1, { bias: false });
  }
}

/** The block of which the layers of the expert that every token takes are. */
function sharedExpertOf(block: Block, { stacked }: MixtureOfExperts): Block {
  return stacked ? { ...block, fusedGate: false } : block;
}

/** The names of the layers of one feed-forward network. */
interface LayerNames {
  readonly first: string;
  readonly gate: string;
  /** Gate and first in one. */
  readonly fused: string;
  readonly stack: string;
  readonly last: string;
}

/** One stored matrix of a feed-forward network. */
interface Layer {
  readonly name: string;
  readonly inputs: number;
  /** Rows of the matrices that it holds. */
  readonly sizes: readonly number[];
  readonly writesResidual: boolean;
}

/** The stored matrices of one feed-forward network, in their order. */
function layersOf(
  { hiddenSize, gated, fusedGate }: Block,
  widths: readonly number[],
  names: LayerNames,
): Layer[] {
  const layers: Layer[] = [];
  const plain = { writesResidual: false };
  let inputs = hiddenSize;
  for (const [index, width] of widths.entries()) {
    const name = index === 0 ? names.first : `${names.stack}.${index}.dense`;
    const gates = index === 0 && gated;
    if (gates && fusedGate) {
      layers.push({ ...plain, name: names.fused, inputs, sizes: [width, width] });
    } else {
      if (gates) layers.push({ ...plain, name: names.gate, inputs, sizes: [width] });
      layers.push({ ...plain, name, inputs, sizes: [width] });
    }
    inputs = width;
  }
  layers.push({ name: names.last, inputs, sizes: [hiddenSize], writesResidual: true });
  return layers;
}

function listLayers(
  block: Block,
  widths: readonly number[],
  path: string,
  names: LayerNames,
  list: WeightSink,
  options: { readonly bias: boolean; readonly counts: boolean },
): void {
  for (const { name, inputs, sizes, writesResidual } of layersOf(block, widths, names)) {
    const { feedForwardGroups: groups } = block;
    if (groups > 1) {
      listGroups(`${path}.${name}`, { inputs, outputs: heightOf(sizes), groups }, list, {
        ...options,
        writesResidual,
      });
      continue;
    }
    const packing: Packing | null =
      sizes.length === 1 ? null : { axis: 'rows', sizes, turns: 1, stack: 1 };
    list.linear(`${path}.${name}`, inputs, heightOf(sizes), {
      ...options,
      writesResidual,
      packing,
    });
  }
}

/** Lists a layer whose inputs and outputs are divided into groups, one matrix for each. */
function listGroups(
  path: string,
  {
    inputs,
    outputs,
    groups,
  }: { readonly inputs: number; readonly outputs: number; readonly groups: number },
  list: WeightSink,
  { bias, ...options }: { readonly bias: boolean; readonly writesResidual: boolean },
): void {
  const [rows, cols] = [inputs / groups, outputs / groups];
  const packing: Packing = { axis: 'rows', sizes: [rows], turns: 1, stack: groups };
  list.matrix(`${path}.weight`, [groups, rows, cols], { ...options, packing });
  if (bias) list.bias(`${path}.bias`, outputs);
}

/** Lists the layers of all experts, each of all in one tensor. */
function listStack(
  block: Block,
  { count, routed, counted }: MixtureOfExperts,
  path: string,
  names: LayerNames,
  list: WeightSink,
): void {
  const layers = layersOf(block, block.feedForwardWidths, names);
  for (const { name, inputs, sizes, writesResidual } of layers) {
    const height = heightOf(sizes);
    const at = `${path}.${name}`;
    list.matrix(at, [count, height, inputs], {
      writesResidual,
      packing: {
        axis: 'rows',
        sizes,
        turns: 1,
        stack: count,
        counted: counted === 'all' ? count : routed,
      },
    });
    if (!block.bias) continue;
    const bias = at.endsWith('.weight') ? at.replace(/weight$/, 'bias') : `${at}_bias`;
    list.bias(bias, [count, height]);
  }
}

function heightOf(sizes: readonly number[]): number {
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** Adds what {@link listFeedForward} lists, in the same order; false where it has to be listed. */
export function sumFeedForward(
  { hiddenSize, feedForwardWidths, bias, gated, fusedGate, feedForwardGroups, experts }: Block,
  sums: ClosedSums,
): boolean {
  if (experts !== null || feedForwardGroups > 1 || (gated && fusedGate)) return false;
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

const NO_NAMES: LayerNames = { first: '', gate: '', fused: '', stack: '', last: '' };

/** The matrices of one feed-forward network, `count` times. */
function networkMatrices(block: Block, widths: readonly number[], count: number): ShapeMatrix[] {
  const { feedForwardGroups: groups } = block;
  return layersOf(block, widths, NO_NAMES).flatMap(({ inputs, sizes, writesResidual }) => {
    if (groups > 1) {
      const [rows, cols] = [inputs / groups, heightOf(sizes) / groups];
      return [{ rows, cols, count: groups, weight: { shape: [rows, cols], writesResidual } }];
    }
    const weight = { shape: [heightOf(sizes), inputs], writesResidual };
    return sizes.map((rows) => ({ rows, cols: inputs, count, weight }));
  });
}
