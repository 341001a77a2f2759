import { AdaptedSink } from './adapter.ts';
import type { Architecture } from './architecture.ts';
import type { Block } from './block.ts';
import type { NormPlace } from './norm.ts';
import { listDecoderEmbedding, listEmbedding } from './embedding-weights.ts';
import { listFeedForward } from './feed-forward-weights.ts';
import { listHead } from './head-weights.ts';
import { innerBlock } from './inner-block.ts';
import { crossAttentionOf, listCrossAttention } from './operations/cross-attention.ts';
import { formOf } from './operations/operations.ts';
import { WEIGHT_NAMES } from './naming-tables.ts';
import { hasPoolers, listPoolers } from './pooler.ts';
import { isJoined, listJoint } from './stage-changes.ts';
import { feedForwardInBlock, nameInBlock, type WeightNames } from './weight-names.ts';
import type { WeightSink } from './weight-sink.ts';
import type { SubModule } from './weight.ts';

/**
 * Where the weights of a part of the model go: of a sub-module, and of a block or outside of all;
 * null where nobody asks for them.
 */
export type OpenSink = (subModule: SubModule | 'other', block: number | null) => WeightSink | null;

/**
 * Names every weight of an architecture, from the embeddings to the head and the pooler, part by
 * part: what `inventory` lists.
 *
 * @param open called for every part, before any of its weights is named and after all of the last
 */
export function walkWeights(architecture: Architecture, open: OpenSink): void {
  const { embedding, blocks, head, naming } = architecture;
  const names = WEIGHT_NAMES[naming];
  const [{ hiddenSize }] = blocks;
  const embeddings = open('embedding', null);
  if (embeddings !== null) {
    listEmbedding(embedding, hiddenSize, names, embeddings);
    const decoder = blocks.find(({ stack }) => stack === 'decoder');
    if (embedding.decoder !== null && decoder !== undefined) {
      listDecoderEmbedding(embedding.decoder, decoder.hiddenSize, names, embeddings);
    }
  }
  const seen = new Set<string>();
  const places = { encoder: 0, decoder: 0 };
  for (const [index, block] of blocks.entries()) {
    const { sharedAs } = block;
    const stack = block.stack === 'decoder' ? 'decoder' : 'encoder';
    const place = places[stack]++;
    const own = stack === 'decoder' ? { ...names, ...names.decoder } : names;
    if (sharedAs === null || !seen.has(sharedAs)) {
      walkBlock(architecture.family, block, index, sharedAs ?? place, own, open);
    }
    if (sharedAs !== null) seen.add(sharedAs);
    const next = blocks[index + 1];
    if (next !== undefined && isJoined(block, next)) {
      const list = open('other', index);
      if (list !== null) listJoint(block, next, `${own.blocks}.${place}`, list);
    }
  }
  const { hiddenSize: last } = blocks.at(-1) ?? blocks[0];
  if (architecture.finalNorm) {
    const encoder = blocks.findLast(({ stack }) => stack !== 'decoder');
    const decoder = blocks.findLast(({ stack }) => stack === 'decoder');
    if (encoder !== undefined || decoder === undefined) {
      open('other', null)?.norm(names.finalNorm, encoder?.hiddenSize ?? last);
    }
    if (decoder !== undefined) {
      const { finalNorm = names.finalNorm } = names.decoder;
      open('other', null)?.norm(finalNorm, decoder.hiddenSize);
    }
  }
  const rest = head === null ? null : open('other', null);
  if (head !== null && rest !== null) listHead(head, embedding, last, names, rest);
  const poolers = hasPoolers(architecture) ? open('other', null) : null;
  if (poolers !== null) listPoolers(architecture, last, names, poolers);
}

/** Whether a norm is before a sub-module, and which of its names the one after it has. */
const NORMS: Readonly<Record<NormPlace, { before: boolean; after: 'norm' | 'outputNorm' | null }>> =
  {
    post: { before: false, after: 'norm' },
    pre: { before: true, after: null },
    sandwich: { before: true, after: 'outputNorm' },
    output: { before: false, after: 'outputNorm' },
  };

function walkBlock(
  family: Architecture['family'],
  outer: Block,
  index: number,
  place: number | string,
  names: WeightNames,
  openPlain: OpenSink,
): void {
  const { adapter } = outer;
  const open: OpenSink =
    adapter === null
      ? openPlain
      : (subModule, part) => {
          const list = openPlain(subModule, part);
          return list === null ? null : new AdaptedSink(list, adapter);
        };
  const at = (part: string): string => nameInBlock(names, place, part);
  const block = innerBlock(outer);
  const { hiddenSize, operation, norm, parallel, convolution } = block;
  const form = formOf(operation);
  const parts: {
    readonly subModule: SubModule;
    readonly normed: boolean;
    readonly norm: string;
    readonly outputNorm: string;
    readonly scale: string;
    readonly fill: (list: WeightSink) => void;
  }[] = [
    {
      subModule: 'attention',
      normed: form.normed && block.firstNorm,
      norm: names.operationNorm,
      outputNorm: names.operationOutputNorm,
      scale: names.operationScale,
      fill: (list) => {
        form.list(block, operation, at(names.operation), names, list);
      },
    },
  ];
  const cross = crossAttentionOf(block);
  if (cross !== null) {
    parts.push({
      subModule: 'attention',
      normed: true,
      norm: names.crossOperationNorm,
      outputNorm: names.crossOperationOutputNorm,
      scale: names.crossOperationScale,
      fill: (list) => {
        listCrossAttention(block, cross, at(names.crossOperation), names, list);
      },
    });
  }
  const path = feedForwardInBlock(names, place);
  for (let index = 1; index <= block.feedForwardRepeats; index++) {
    // The last has the names of the only one.
    const own = index === block.feedForwardRepeats ? '' : `${names.feedForwards}.${index - 1}.`;
    parts.push({
      subModule: 'feedForward',
      normed: parallel !== 'one-norm',
      norm: `${own}${names.feedForwardNorm}`,
      outputNorm: `${own}${names.feedForwardOutputNorm}`,
      scale: `${own}${names.feedForwardScale}`,
      fill: (list) => {
        listFeedForward(block, own === '' ? path : `${path}.${own.slice(0, -1)}`, names, list);
      },
    });
  }
  if (outer.bottleneck !== null) {
    const { size, ownQueries } = outer.bottleneck;
    const list = open('attention', index);
    const inputs = [names.bottleneckIn, ...(ownQueries ? [names.bottleneckQueries] : [])];
    for (const input of inputs) {
      list?.linear(at(`${input}.dense`), outer.hiddenSize, size);
      list?.norm(at(`${input}.LayerNorm`), size);
    }
  }
  for (const part of parts) {
    const listNorm = (list: WeightSink | null, name: string): void => {
      if (part.normed) list?.norm(at(name), hiddenSize);
    };
    if (NORMS[norm].before) listNorm(open('other', index), part.norm);
    const own = open(part.subModule, index);
    if (own !== null) {
      part.fill(own);
      if (block.layerScale) own.scale(at(part.scale), hiddenSize);
    }
    const { after } = NORMS[norm];
    if (after !== null)
      listNorm(open(family === 'encoder' ? part.subModule : 'other', index), part[after]);
  }
  if (outer.bottleneck !== null) {
    const list = open('feedForward', index);
    const { bottleneckOut } = names;
    const options = { writesResidual: true };
    list?.linear(at(`${bottleneckOut}.dense`), outer.bottleneck.size, outer.hiddenSize, options);
    list?.norm(at(`${bottleneckOut}.LayerNorm`), outer.hiddenSize);
  }
  if (convolution !== null) {
    // Checkpoints have one at most, after the first block, whose name has no index.
    const path = index === 0 ? names.convolution : `${names.convolution}.${index}`;
    const { kernelSize, groups } = convolution;
    const list = open('attention', index);
    list?.matrix(`${path}.conv.weight`, [hiddenSize, hiddenSize / groups, kernelSize]);
    list?.bias(`${path}.conv.bias`, hiddenSize);
    list?.norm(`${path}.LayerNorm`, hiddenSize);
  }
}

/** How many times the residual stream is added to: by the operations and the feed-forward layers. */
export function residualAdditions(blocks: readonly Block[]): number {
  let additions = 2 * blocks.length;
  for (const block of blocks) {
    const { feedForwardRepeats, bottleneck } = block;
    additions += feedForwardRepeats - 1 + Number(bottleneck !== null);
    if (crossAttentionOf(block) !== null) additions += 1;
  }
  return additions;
}
