import type { Activation } from './activation.ts';
import type { Architecture } from './architecture.ts';
import type { Block, Blocks } from './block.ts';
import type { Embedding } from './embedding.ts';
import { predictsTokens } from './family.ts';
import type { AdaptiveSoftmax, LinearHead } from './head.ts';
import type { MixtureOfExperts } from './mixture-of-experts.ts';
import type { Naming } from './naming-tables.ts';
import type { Operation, SelfAttention } from './operation.ts';
import type { Positions } from './positions.ts';

/** A type of which only some fields have to be given. */
type With<Whole, Key extends keyof Whole> = Pick<Whole, Key> & Partial<Whole>;

/** Self-attention of which only the similarity has to be given. */
export type PartialSelfAttention = With<SelfAttention, 'kind' | 'similarity'>;

/** An operation of which the fields that are as usual may be absent. */
export type PartialOperation = PartialSelfAttention | Exclude<Operation, SelfAttention>;

/** An embedding of which only the sizes have to be given. */
export type PartialEmbedding = With<
  Embedding,
  'vocabSize' | 'embeddingSize' | 'maxPositionEmbeddings' | 'typeVocabSize'
>;

/** A block of which only the sizes have to be given, besides its operation. */
export type PartialBlock<
  Of = PartialOperation,
  Experts = With<MixtureOfExperts, 'count' | 'routed'>,
> = With<
  Omit<Block, 'operation' | 'experts'>,
  'hiddenSize' | 'numAttentionHeads' | 'feedForwardWidths'
> & {
  readonly operation: Of;
  readonly experts?: Experts | null;
};

/** An architecture of which only the embedding and the blocks have to be given, besides its family. */
export type PartialArchitecture = With<
  Omit<Architecture, 'embedding' | 'blocks' | 'head'>,
  'family' | 'initializerRange'
> & {
  readonly embedding: PartialEmbedding;
  /** At least one. */
  readonly blocks: readonly PartialBlock[];
  readonly head?: AdaptiveSoftmax | With<LinearHead, 'kind' | 'tied'> | null;
};

/** All of an architecture but its blocks, of which the fields that are as usual may be absent. */
export type PartialModel = Omit<PartialArchitecture, 'blocks'>;

/** What a model is taken to compute, by the naming of its weights, where nothing else is given. */
const FUNCTIONS: Readonly<
  Partial<Record<Naming, { activation: Activation; normEpsilon: number }>>
> = {
  albert: { activation: 'gelu-tanh', normEpsilon: 1e-12 },
  gpt2: { activation: 'gelu-tanh', normEpsilon: 1e-5 },
  litgpt: { activation: 'gelu', normEpsilon: 1e-5 },
  roberta: { activation: 'gelu', normEpsilon: 1e-5 },
  'transformer-xl': { activation: 'relu', normEpsilon: 1e-5 },
};

/** BERT's, of which FlexiBERT's encoders are variants. */
const BERT_FUNCTIONS = { activation: 'gelu', normEpsilon: 1e-12 } as const;

const NO_POSITIONS: Positions = { kind: 'none' };
const LEARNED: Positions = { kind: 'learned', first: 0 };
const ROBERTA: Positions = { kind: 'learned', first: 2 };
const TRANSFORMER_XL: Positions = { kind: 'transformer-xl' };

/**
 * The architecture that a description means: every field that is absent gets its default, which is
 * that of a BERT without a pooler. Two descriptions of one model become equal.
 *
 * A decoder is causal. The activation function and the epsilon of norms are those of the model after
 * which the weights are named.
 *
 * @throws RangeError without a block
 */
export function completeArchitecture({ blocks, ...model }: PartialArchitecture): Architecture {
  return completeModel(
    model,
    blocks.map((block) =>
      completeBlock(
        {
          ...block,
          operation: completeOperation(block.operation, block.bias),
          experts: completeExperts(block.experts ?? null),
        },
        model,
      ),
    ),
  );
}

/**
 * The same of a description whose blocks are complete: they are not copied.
 *
 * @throws RangeError without a block
 */
export function completeModel(model: PartialModel, blocks: readonly Block[]): Architecture {
  if (!isNotEmpty(blocks)) throw new RangeError('an architecture has at least one block');
  const { embedding, head = null, naming = 'bert' } = model;
  return {
    family: model.family,
    embedding: completeEmbedding(embedding),
    blocks,
    positions: model.positions ?? positionsOf(embedding, blocks[0], naming),
    finalNorm: model.finalNorm ?? false,
    normKind: model.normKind ?? 'layer-norm',
    normEpsilon: model.normEpsilon ?? (FUNCTIONS[naming] ?? BERT_FUNCTIONS).normEpsilon,
    head:
      head?.kind === 'linear'
        ? { bias: false, projected: false, scale: 1, softCap: null, ...head }
        : head,
    pooler: model.pooler ?? false,
    poolerWidth: model.poolerWidth ?? null,
    attentionPooler: model.attentionPooler ?? null,
    naming,
    initializerRange: model.initializerRange,
  };
}

/**
 * A block with every field that is absent at its default.
 *
 * @param model the model that it is of, which decides whether it is causal and its activation
 */
export function completeBlock(
  block: PartialBlock<Operation, MixtureOfExperts>,
  { family, naming = 'bert' }: Pick<PartialModel, 'family' | 'naming'>,
): Block {
  const { stack = 'single' } = block;
  return {
    hiddenSize: block.hiddenSize,
    operation: block.operation,
    numAttentionHeads: block.numAttentionHeads,
    feedForwardWidths: block.feedForwardWidths,
    activation: block.activation ?? (FUNCTIONS[naming] ?? BERT_FUNCTIONS).activation,
    bias: block.bias ?? true,
    norm: block.norm ?? 'post',
    firstNorm: block.firstNorm ?? true,
    causal: block.causal ?? (predictsTokens(family) && stack !== 'encoder'),
    parallel: block.parallel ?? null,
    gated: block.gated ?? false,
    fusedGate: block.fusedGate ?? false,
    feedForwardGroups: block.feedForwardGroups ?? 1,
    gateLimit: block.gateLimit ?? null,
    feedForwardRepeats: block.feedForwardRepeats ?? 1,
    bottleneck: block.bottleneck ?? null,
    residualScale: block.residualScale ?? 1,
    layerScale: block.layerScale ?? false,
    experts: block.experts ?? null,
    stack,
    crossAttention: block.crossAttention ?? false,
    crossSource: block.crossSource ?? null,
    pooling: block.pooling ?? null,
    convolution: block.convolution ?? null,
    adapter: block.adapter ?? null,
    sharedAs: block.sharedAs ?? null,
  };
}

/**
 * An operation with every field that is absent at its default.
 *
 * @param bias whether the linear layers of its block have biases
 */
export function completeOperation(operation: PartialSelfAttention, bias?: boolean): SelfAttention;
export function completeOperation(operation: PartialOperation, bias?: boolean): Operation;
export function completeOperation(operation: PartialOperation, bias = true): Operation {
  if (operation.kind !== 'self-attention') return operation;
  return {
    kind: 'self-attention',
    similarity: operation.similarity,
    numKeyValueHeads: operation.numKeyValueHeads ?? null,
    fusedQueryKeyValue: operation.fusedQueryKeyValue ?? false,
    fusedRows: operation.fusedRows ?? 'parts',
    relativePositions: operation.relativePositions ?? false,
    headSize: operation.headSize ?? null,
    valueSize: operation.valueSize ?? null,
    latent: operation.latent ?? null,
    valueInput: operation.valueInput ?? null,
    queryKeyValueBias: operation.queryKeyValueBias ?? bias,
    keyBias: operation.keyBias ?? operation.queryKeyValueBias ?? bias,
    outputBias: operation.outputBias ?? bias,
    queryKeyNorm: operation.queryKeyNorm ?? null,
    distanceBiases: operation.distanceBiases ?? 0,
    positionKeys: operation.positionKeys ?? null,
    positionQueries: operation.positionQueries ?? null,
    scaling: operation.scaling ?? 'head-size',
    window: operation.window ?? null,
    softCap: operation.softCap ?? null,
    sinks: operation.sinks ?? false,
    positions: operation.positions ?? null,
  };
}

/** Scaled dot-product attention, as in BERT. */
export const PLAIN_ATTENTION = completeOperation({
  kind: 'self-attention',
  similarity: 'scaled-dot-product',
});

/** An embedding with every field that is absent at its default. */
export function completeEmbedding(embedding: PartialEmbedding): Embedding {
  return {
    vocabSize: embedding.vocabSize,
    embeddingSize: embedding.embeddingSize,
    maxPositionEmbeddings: embedding.maxPositionEmbeddings,
    typeVocabSize: embedding.typeVocabSize,
    norm: embedding.norm ?? true,
    projected: embedding.projected ?? 'norm',
    projectedTokens: embedding.projectedTokens ?? 1,
    projectionBias: embedding.projectionBias ?? true,
    alwaysProjected: embedding.alwaysProjected ?? false,
    distances: embedding.distances ?? null,
    clusters: embedding.clusters ?? null,
    scale: embedding.scale ?? 1,
    input: embedding.input ?? null,
    decoder: embedding.decoder ?? null,
  };
}

/** A mixture of experts with every field that is absent at its default. */
export function completeExperts(experts: NonNullable<PartialBlock['experts']>): MixtureOfExperts;
export function completeExperts(experts: PartialBlock['experts'] | null): MixtureOfExperts | null;
export function completeExperts(
  experts: NonNullable<PartialBlock['experts']> | null = null,
): MixtureOfExperts | null {
  if (experts === null) return null;
  return {
    sharedWidth: null,
    sharedGate: (experts.sharedWidth ?? null) !== null,
    routerBias: false,
    score: 'softmax',
    normalized: true,
    groups: null,
    weighs: 'outputs',
    scale: 1,
    stacked: false,
    counted: 'all',
    ...experts,
  };
}

function positionsOf(embedding: PartialEmbedding, { operation }: Block, naming: Naming): Positions {
  if (embedding.maxPositionEmbeddings > 0) return naming === 'roberta' ? ROBERTA : LEARNED;
  return operation.kind === 'self-attention' && operation.relativePositions
    ? TRANSFORMER_XL
    : NO_POSITIONS;
}

function isNotEmpty(blocks: readonly Block[]): blocks is Blocks {
  return blocks.length > 0;
}
