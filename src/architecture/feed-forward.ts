import type { Block } from './architecture.ts';
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
