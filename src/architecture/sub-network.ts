import { failure, success, type Result } from '../result.ts';
import type { Architecture } from './architecture.ts';
import type { Block } from './block.ts';
import { WEIGHT_NAMES, type Naming } from './naming-tables.ts';
import type { SelfAttention } from './operation.ts';
import { headSizeOf, keyValueHeadsOf } from './operations/attention-sizes.ts';
import type { Positions } from './positions.ts';

/** What a layer of a sub-network keeps of a layer of its model; all of it where a size is absent. */
export interface LayerCut {
  /** The number of that layer, from 0. */
  readonly index: number;
  readonly feedForwardWidth?: number | undefined;
  readonly numAttentionHeads?: number | undefined;
}

/** What is wrong with a cut. */
export interface CutProblem {
  /** The place of the layer among those of the sub-network; null for a problem with all of them. */
  readonly layer: number | null;
  readonly of: 'index' | 'feedForwardWidth' | 'numAttentionHeads' | 'layers';
  readonly message: string;
}

/**
 * The model that is left of another where layers are dropped and the others keep some of their
 * feed-forward neurons and attention heads. Heads that share their keys and values stay together, and
 * keep their size. It has the function of the whole model with those neurons, heads and layers left
 * out; a cut for which that is not known to be so is refused.
 *
 * @param cuts at least one, in the order of the layers
 */
export function subNetwork(
  whole: Architecture,
  cuts: readonly LayerCut[],
): Result<Architecture, CutProblem[]> {
  const problems: CutProblem[] = [];
  const blocks: Block[] = [];
  const drops = cuts.length < whole.blocks.length;
  const undroppable = drops ? whyNotDropped(whole) : null;
  if (undroppable !== null) {
    const message = `${cuts.length} of ${whole.blocks.length} layers: ${undroppable}; keep them all`;
    problems.push({ layer: null, of: 'layers', message });
  }
  let before = -1;
  for (const [layer, cut] of cuts.entries()) {
    const { index } = cut;
    const block = whole.blocks[index];
    if (block === undefined || index <= before) {
      const expected = block === undefined ? `below ${whole.blocks.length}` : `above ${before}`;
      const message = `${index}: expected the number of a layer, ${expected}`;
      problems.push({ layer, of: 'index', message });
      continue;
    }
    before = index;
    const own = cutBlock(whole, block, cut);
    if (own.ok) blocks.push(own.value);
    else problems.push({ layer, ...own.reason });
  }
  const [first, ...others] = blocks;
  if (problems.length > 0 || first === undefined) return failure(problems);
  return success({ ...whole, blocks: [first, ...others] });
}

function cutBlock(
  { naming, positions }: Architecture,
  block: Block,
  { feedForwardWidth, numAttentionHeads }: LayerCut,
): Result<Block, Omit<CutProblem, 'layer'>> {
  const [width] = block.feedForwardWidths;
  const { numAttentionHeads: heads, operation } = block;
  let own = block;
  if (feedForwardWidth !== undefined && feedForwardWidth !== width) {
    const refused = whyWhole(block);
    const message =
      refused === null
        ? `${feedForwardWidth}: expected at most ${width}, the width that the layer has`
        : `${feedForwardWidth}: expected ${width}, the width that the layer has: ${refused}`;
    if (refused !== null || width === undefined || feedForwardWidth > width) {
      return failure({ of: 'feedForwardWidth', message });
    }
    own = { ...own, feedForwardWidths: [feedForwardWidth] };
  }
  if (numAttentionHeads === undefined || numAttentionHeads === heads) return success(own);
  const refuse = (message: string): Result<never, Omit<CutProblem, 'layer'>> =>
    failure({ of: 'numAttentionHeads', message: `${numAttentionHeads}: ${message}` });
  if (operation.kind !== 'self-attention') {
    return refuse(`expected ${heads}: the heads of a ${operation.kind} can't be told apart`);
  }
  const refused = whyAllHeads(block, operation, naming, positions);
  if (refused !== null) return refuse(`expected ${heads}, those of the layer: ${refused}`);
  if (numAttentionHeads > heads) return refuse(`expected at most ${heads}, those of the layer`);
  const group = headsPerGroup(block, operation);
  if (numAttentionHeads % group !== 0) {
    return refuse(
      `expected a multiple of ${group}: so many heads share each of the ${heads / group} heads of keys and values`,
    );
  }
  return success({
    ...own,
    numAttentionHeads,
    operation: {
      ...operation,
      headSize: headSizeOf(block, operation),
      numKeyValueHeads: operation.numKeyValueHeads === null ? null : numAttentionHeads / group,
    },
  });
}

/** How many heads of a layer share one head of keys and values. */
export function headsPerGroup(block: Block, operation: SelfAttention): number {
  return block.numAttentionHeads / keyValueHeadsOf(block, operation);
}

/** Why the feed-forward layers of a block stay whole; null where they need not. */
function whyWhole(block: Block): string | null {
  if (block.sharedAs !== null) return 'it shares its weights with other layers';
  if (block.experts !== null) return 'it is a mixture of experts';
  if (block.feedForwardWidths.length > 1) return 'it has several feed-forward layers in a stack';
  if (block.feedForwardGroups > 1) return 'its feed-forward layers are divided into groups';
  return block.feedForwardRepeats > 1 ? 'it has several feed-forward networks' : null;
}

/** Why a block keeps all heads; null where it need not. */
function whyAllHeads(
  block: Block,
  operation: SelfAttention,
  naming: Naming,
  positions: Positions,
): string | null {
  if (block.sharedAs !== null) return 'it shares its weights with other layers';
  if (block.bottleneck !== null) return 'it is narrower inside than between layers';
  if (operation.fusedRows === 'quarters') return 'their rows are stored by quarters of them';
  if (block.crossAttention) return 'its cross-attention has as many';
  if (operation.latent !== null) return 'they are projected from one vector for all of them';
  if (operation.distanceBiases > 0) return 'the biases of distances are those of all layers';
  if ((operation.positions ?? positions).kind === 'bucketed-biases') {
    return 'the biases of distances are those of all layers';
  }
  if ((operation.positions ?? positions).kind === 'alibi') {
    return 'the slope of its linear biases depends on how many there are';
  }
  return operation.queryKeyNorm === 'each-head' && WEIGHT_NAMES[naming].headNorms !== undefined
    ? 'each has a norm in a tensor of its own'
    : null;
}

/** Why a model keeps all layers; null where it need not. */
function whyNotDropped({ blocks }: Architecture): string | null {
  const [first] = blocks;
  const { operation, stack, sharedAs } = first;
  if (stack !== 'single') return 'it has an encoder and a decoder';
  if (sharedAs !== null) return 'they share their weights';
  if (blocks.some((block) => sizesOf(block) !== sizesOf(first)))
    return 'they differ in their sizes';
  if (operation.kind !== 'self-attention') return null;
  if (operation.distanceBiases > 0) return 'they share the biases of distances';
  return operation.scaling === 'layer' || operation.scaling === 'head-size-and-layer'
    ? 'attention is scaled by the number of the layer'
    : null;
}

/** All that decides what a layer adds to a model, but for which positions it attends to. */
function sizesOf(block: Block): string {
  const { operation } = block;
  return JSON.stringify(
    operation.kind === 'self-attention'
      ? { ...block, operation: { ...operation, window: null, positions: null } }
      : block,
  );
}
