import type { Architecture } from '../../src/architecture/architecture.ts';
import type { Block } from '../../src/architecture/block.ts';
import type { Embedding } from '../../src/architecture/embedding.ts';
import type { NormKind } from '../../src/architecture/norm.ts';
import type { SelfAttention } from '../../src/architecture/operation.ts';
import { headParameters, linear, operationParameters, sum } from './parameter-formulas.ts';

/**
 * The parameters of a model with the features of published ones, by formulas that follow the text of
 * `architecture.ts`: the blocks, what is before and after them, and nothing of how it is listed.
 */
export function publishedParameters(architecture: Architecture): number {
  const { blocks, head, finalNorm, normKind, pooler, attentionPooler, embedding } = architecture;
  const last = blocks.at(-1)!.hiddenSize;
  const seen = new Set<string>();
  const own = blocks.filter(({ sharedAs }) => {
    const isNew = sharedAs === null || !seen.has(sharedAs);
    if (sharedAs !== null) seen.add(sharedAs);
    return isNew;
  });
  const encoder = blocks.findLast(({ stack }) => stack !== 'decoder');
  const decoder = blocks.findLast(({ stack }) => stack === 'decoder');
  const ends = [encoder, decoder].map((block) => normOf(block?.hiddenSize ?? 0, normKind));
  const joins = blocks.slice(1).map(({ hiddenSize, stack }, index) => {
    const before = blocks[index]!;
    const { hiddenSize: from, pooling } = before;
    if (stack !== before.stack || (from === hiddenSize && pooling === null)) return 0;
    const convolution = pooling === null ? 0 : hiddenSize * (pooling.kernelSize ** 2 + 1);
    return linear(from, hiddenSize) + convolution;
  });
  return sum([
    embeddingOf(embedding, architecture),
    ...own.map((block) => blockOf(block, normKind)),
    ...joins,
    ...(finalNorm ? ends : []),
    pooler ? linear(last, architecture.poolerWidth ?? last) : 0,
    attentionPooler === null
      ? 0
      : // The learned vector, its attention, a norm, and two linear layers.
        last +
        4 * linear(last, last) +
        normOf(last, normKind) +
        linear(last, attentionPooler.feedForwardWidth) +
        linear(attentionPooler.feedForwardWidth, last),
    head?.kind === 'linear'
      ? (head.projected ? last * embedding.embeddingSize : 0) +
        tokensOf(embedding) *
          ((head.tied ? 0 : head.projected ? embedding.embeddingSize : last) + (head.bias ? 1 : 0))
      : headParameters(architecture),
  ]);
}

/** Scale and shift of a norm, as far as norms of that kind have them. */
function normOf(size: number, kind: NormKind): number {
  const vectors = {
    'layer-norm': 2,
    'rms-norm': 1,
    'unshifted-norm': 1,
    'fixed-norm': 0,
    'scale-and-shift': 2,
  };
  return vectors[kind] * size;
}

function tokensOf({ vocabSize, decoder }: Embedding): number {
  return decoder?.vocabSize ?? vocabSize;
}

function embeddingOf(embedding: Embedding, { blocks, normKind }: Architecture): number {
  const { clusters, input, decoder, distances, projected, vocabSize } = embedding;
  const h = blocks[0].hiddenSize;
  const e = clusters === null ? embedding.embeddingSize : h;
  const tokens =
    clusters === null
      ? vocabSize * e
      : sum(clusters.map((own) => own.width * (own.tokens + (own.projected ? h : 0))));
  const lookedUp = embedding.maxPositionEmbeddings + embedding.typeVocabSize;
  const isProjected = embedding.alwaysProjected || (clusters === null && e !== h);
  const read =
    input === null
      ? 0
      : input.kind === 'spectrogram'
        ? 3 * input.bins * e + e + 3 * e * e + e
        : input.channels * input.patchSize ** 2 * e +
          (input.bias ? e : 0) +
          (input.extraTokens + (input.maskToken ? 1 : 0)) * e;
  const first = blocks.find(({ stack }) => stack === 'decoder');
  const ofDecoder =
    decoder === null || first === undefined
      ? 0
      : ((decoder.vocabSize ?? 0) + decoder.maxPositionEmbeddings) * first.hiddenSize +
        (decoder.norm ? normOf(first.hiddenSize, normKind) : 0);
  return (
    tokens +
    read +
    ofDecoder +
    lookedUp * (projected === 'tokens' ? h : e) +
    (embedding.norm ? normOf(projected === 'norm' ? e : h, normKind) : 0) +
    (isProjected ? linear(e, h, embedding.projectionBias) : 0) +
    (distances === null ? 0 : distances.count * h + (distances.norm ? normOf(h, normKind) : 0))
  );
}

function blockOf(block: Block, kind: NormKind): number {
  const { hiddenSize: h, operation, crossAttention, convolution, parallel } = block;
  const crosses = crossAttention && operation.kind === 'self-attention';
  const mixing =
    operation.kind === 'self-attention'
      ? attentionOf(block, operation, kind)
      : operationParameters(block);
  const cross = !crosses
    ? 0
    : block.crossSource === null
      ? attentionOf(block, { ...operation, distanceBiases: 0 }, kind)
      : crossOf(block, operation, block.crossSource.width);
  // How many sub-modules have norms, and how many norms such a one has.
  const mixes = block.firstNorm && operation.kind !== 'linear-transform' ? 1 : 0;
  const normed = mixes + (crosses ? 1 : 0) + (parallel === 'one-norm' ? 0 : 1);
  const norms = normed * (block.norm === 'sandwich' ? 2 : 1);
  const scales = block.layerScale ? (crosses ? 3 : 2) * h : 0;
  const after =
    convolution === null
      ? 0
      : (h * h * convolution.kernelSize) / convolution.groups + h + normOf(h, kind);
  return mixing + cross + feedForwardOf(block) + norms * normOf(h, kind) + scales + after;
}

/** Attention over vectors of another width, with as many heads of the same size as the block has. */
function crossOf({ hiddenSize: h, numAttentionHeads }: Block, own: SelfAttention, width: number) {
  const a = own.headSize === null ? h : numAttentionHeads * own.headSize;
  return (
    linear(h, a, own.queryKeyValueBias) +
    linear(width, a, own.keyBias) +
    linear(width, a, own.queryKeyValueBias) +
    linear(a, h, own.outputBias)
  );
}

function attentionOf(block: Block, operation: SelfAttention, kind: NormKind): number {
  const { hiddenSize: h, numAttentionHeads: heads } = block;
  const { latent, relativePositions } = operation;
  const size = operation.headSize ?? h / heads;
  const shared = operation.numKeyValueHeads ?? heads;
  const valueSize = operation.valueSize ?? size;
  const a = heads * size;
  const has = (bias: boolean): boolean => bias && !relativePositions;
  const bias = has(operation.queryKeyValueBias);
  const keyBias = has(operation.keyBias);
  const projections =
    latent === null
      ? linear(h, a, bias) + linear(h, shared * size, keyBias) + linear(h, shared * valueSize, bias)
      : (latent.queryRank === null
          ? h * a
          : linear(h, latent.queryRank, bias) +
            normOf(latent.queryRank, kind) +
            latent.queryRank * a) +
        linear(h, latent.keyValueRank + latent.rotarySize, bias) +
        normOf(latent.keyValueRank, kind) +
        latent.keyValueRank * heads * (size - latent.rotarySize + valueSize);
  const norms = {
    none: 0,
    fixed: 0,
    head: 2 * normOf(size, kind),
    'each-head': (heads + shared) * size,
    'all-heads': normOf(a, kind) + normOf(shared * size, kind),
  };
  return (
    projections +
    norms[operation.queryKeyNorm ?? 'none'] +
    linear(heads * valueSize, h, has(operation.outputBias)) +
    (operation.sinks ? heads : 0) +
    (operation.similarity === 'weighted-multiplicative' ? a * a : 0) +
    (relativePositions ? h * a + 2 * a : 0) +
    operation.distanceBiases * heads +
    (operation.positionKeys === 'own' ? linear(h, a, keyBias) : 0) +
    (operation.positionQueries === 'own' ? linear(h, a, bias) : 0)
  );
}

function feedForwardOf(block: Block): number {
  const { hiddenSize: h, feedForwardWidths, gated, experts } = block;
  const network = (widths: readonly number[], bias: boolean): number => {
    const sizes = [h, ...widths, h];
    const layers = sizes.slice(1).map((outputs, index) => linear(sizes[index]!, outputs, bias));
    return sum(layers) + (gated ? linear(h, widths[0]!, bias) : 0);
  };
  if (experts === null) return network(feedForwardWidths, block.bias);
  const { count, sharedWidth, sharedGate, routerBias } = experts;
  const shared = sharedWidth === null ? 0 : network([sharedWidth], false) + (sharedGate ? h : 0);
  return linear(h, count, routerBias) + count * network(feedForwardWidths, block.bias) + shared;
}
