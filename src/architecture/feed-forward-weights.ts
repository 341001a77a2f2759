import type { Block } from './block.ts';
import {
  heightOf,
  layersOf,
  nameOfLayer,
  sharedExpertOf,
  writesResidual,
  type LayerNames,
} from './feed-forward-layers.ts';
import type { MixtureOfExperts } from './mixture-of-experts.ts';
import type { ClosedSums } from './operations/closed-sums.ts';
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
      inPairs: names.gateInPairs,
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
    inPairs: names.gateInPairs,
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

function listLayers(
  block: Block,
  widths: readonly number[],
  path: string,
  names: LayerNames,
  list: WeightSink,
  options: { readonly bias: boolean; readonly counts: boolean },
): void {
  const { feedForwardGroups: groups } = block;
  for (const layer of layersOf(block, widths)) {
    const { inputs, sizes } = layer;
    const at = `${path}.${nameOfLayer(layer, names)}`;
    const own = { ...options, writesResidual: writesResidual(layer) };
    if (groups > 1) {
      listGroups(at, { inputs, outputs: heightOf(sizes), groups }, list, own);
      continue;
    }
    const packing: Packing | null =
      sizes.length === 1 ? null : { axis: 'rows', ...inTurns(sizes, names), stack: 1 };
    list.linear(at, inputs, heightOf(sizes), { ...own, packing });
  }
}

/** How the rows of a layer follow each other. */
function inTurns(
  sizes: readonly number[],
  { inPairs }: LayerNames,
): Pick<Packing, 'sizes' | 'turns'> {
  const [width = 1] = sizes;
  return inPairs === true && sizes.length === 2
    ? { sizes: [1, 1], turns: width }
    : { sizes, turns: 1 };
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
  for (const layer of layersOf(block, block.feedForwardWidths)) {
    const { inputs, sizes } = layer;
    const height = heightOf(sizes);
    const at = `${path}.${nameOfLayer(layer, names)}`;
    list.matrix(at, [count, height, inputs], {
      writesResidual: writesResidual(layer),
      packing: {
        axis: 'rows',
        ...inTurns(sizes, names),
        stack: count,
        counted: counted === 'all' ? count : routed,
      },
    });
    if (!block.bias) continue;
    const bias = at.endsWith('.weight') ? at.replace(/weight$/, 'bias') : `${at}_bias`;
    list.bias(bias, [count, height]);
  }
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
