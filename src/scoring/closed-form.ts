import type {
  Architecture,
  Block,
  Embedding,
  Family,
  NormKind,
  SelfAttention,
} from '../architecture/architecture.ts';
import type { ParameterCounts } from '../architecture/parameter-counts.ts';
import { countHeadParameters } from '../architecture/head.ts';
import { attentionWidth } from '../architecture/operations/self-attention.ts';
import { residualAdditions, walkWeights } from '../architecture/walk-weights.ts';
import { WeightSink, type MatrixOptions } from '../architecture/weight-sink.ts';
import { success, type Result } from '../result.ts';
import { defaultBalance, joinCapacities, type Balance } from './balance.ts';
import { scoreArchitecture, type TotalScore } from './score-architecture.ts';
import { seedsOf, type ScoreSettings } from './score-settings.ts';
import { ShapeCapacities, type CapacityContext, type WeightKind } from './shape-capacities.ts';

/**
 * Largest capacity of a matrix that is summed here. There are at most 2^53 matrices, since each has
 * a parameter, so every sum then stays finite, in any part of the architecture; what is larger is
 * left to the inventory, which says which matrix or sum is wrong.
 */
const MAX_CAPACITY = 1e290;

/** Blocks up to which the number of residual additions is one of the ordinary. */
const MAX_BLOCKS = 2 ** 20;

/**
 * Whether an architecture has, besides its blocks, nothing beyond what the operations below sum up
 * by hand. What is left to the walk is the same to the last bit and takes a few times as long.
 */
function isPlain({ embedding, normKind, pooler, head }: Architecture): boolean {
  return (
    normKind === 'layer-norm' &&
    !pooler &&
    head?.kind !== 'linear' &&
    embedding.projected === 'norm' &&
    embedding.projectionBias &&
    !embedding.alwaysProjected &&
    embedding.distances === null
  );
}

/** The same of a block. */
function isPlainBlock(block: Block): boolean {
  return (
    block.parallel === null &&
    !block.gated &&
    block.experts === null &&
    block.stack === 'single' &&
    !block.crossAttention &&
    block.convolution === null &&
    block.sharedAs === null
  );
}

/** The same of self-attention. */
function isPlainAttention(operation: SelfAttention): boolean {
  return (
    operation.numKeyValueHeads === null &&
    !operation.queryKeyNorm &&
    operation.distanceBiases === 0 &&
    operation.positionKeys === null &&
    operation.positionQueries === null
  );
}

/** Sums capacities and parameters of the weights of a part, in the order in which they come. */
class SummingSink extends WeightSink {
  capacity = 0;
  parameters = 0;
  /** The largest capacity without its sign; NaN where one is. */
  largest = 0;
  readonly #capacities: ShapeCapacities | null;
  readonly #context: CapacityContext;

  /** @param capacities null for a part whose weights are parameters only */
  constructor(normKind: NormKind, capacities: ShapeCapacities | null, context: CapacityContext) {
    super(normKind);
    this.#capacities = capacities;
    this.#context = context;
  }

  override matrix(
    _path: string,
    shape: readonly number[],
    { writesResidual = false, counts = true }: MatrixOptions = {},
  ): void {
    let size = 1;
    for (const length of shape) size *= length;
    this.parameters += size;
    if (this.#capacities === null || !counts) return;
    const capacity = this.#capacities.ofShape(shape, writesResidual, this.#context);
    this.capacity += capacity;
    this.largest = Math.max(this.largest, Math.abs(capacity));
  }

  protected override constant(_path: string, size: number): void {
    this.parameters += size;
  }
}

/**
 * Expected scores by plain arithmetic: the sums that {@link scoreArchitecture} takes over the
 * inventory, in the same order and so equal to the last bit, but without a list of weights. One
 * instance is to be used for all architectures with the same settings: it remembers the expected
 * capacity of every shape.
 *
 * The shapes are those of the operations in `architecture/`; a differential test holds the two
 * equal. Whatever is out of the ordinary (a sum that is not finite, no closed form) is handed to
 * the inventory, so that there is one place that says why.
 */
export class ClosedForm {
  readonly #settings: ScoreSettings;
  readonly #capacities: ShapeCapacities;
  #family: { readonly name: Family; readonly balance: Balance } | undefined;
  // Sums of the architecture at hand; fields, since an object for each would cost more than they do.
  #attention = 0;
  #feedForward = 0;
  #embedding = 0;
  #attentionParameters = 0;
  #feedForwardParameters = 0;
  #embeddingParameters = 0;
  #otherParameters = 0;
  #largest = 0;

  /** @throws RangeError unless the settings are of expected mode and one valid seed */
  constructor(settings: ScoreSettings) {
    if (settings.mode !== 'expected' || seedsOf(settings).length !== 1) {
      throw new RangeError('a closed form has expected mode and one seed');
    }
    this.#settings = settings;
    this.#capacities = new ShapeCapacities(settings);
  }

  /**
   * The score of an architecture with capacities and parameters of its sub-modules.
   *
   * @returns what {@link scoreArchitecture} returns, without the blocks
   */
  score(architecture: Architecture): Result<TotalScore> {
    const parameters = this.#add(architecture);
    if (parameters === undefined) return this.#fromInventory(architecture);
    const capacity = {
      attention: this.#attention,
      feedForward: this.#feedForward,
      embedding: this.#embedding,
    };
    const balance = this.#balanceOf(architecture.family);
    const score = joinCapacities(balance, capacity);
    // 0 + x, as the mean over one seed has it: a score of -0 is 0.
    return score.ok ? success({ score: 0 + score.value, capacity, parameters }) : score;
  }

  /** The balance of the settings or of a family, of which most inputs have one only. */
  #balanceOf(family: Family): Balance {
    const { balance } = this.#settings;
    if (balance !== null) return balance;
    if (this.#family?.name !== family) {
      this.#family = { name: family, balance: defaultBalance(family) };
    }
    return this.#family.balance;
  }

  #fromInventory(architecture: Architecture): Result<TotalScore> {
    const result = scoreArchitecture(architecture, this.#settings);
    if (!result.ok) return result;
    const { blocks, ...total } = result.value;
    return success(total);
  }

  /** Sums up an architecture; undefined where the inventory has to. */
  #add(architecture: Architecture): ParameterCounts | undefined {
    const { family, embedding, blocks, initializerRange } = architecture;
    this.#attention = 0;
    this.#feedForward = 0;
    this.#embedding = 0;
    this.#attentionParameters = 0;
    this.#feedForwardParameters = 0;
    this.#embeddingParameters = 0;
    this.#otherParameters = 0;
    this.#largest = 0;
    if (!isPlain(architecture)) return this.#addWalked(architecture);
    const context = this.#capacities.contextOf(initializerRange, 2 * blocks.length);
    this.#addEmbedding(embedding, blocks[0].hiddenSize, context);
    let previous: number | undefined;
    for (const block of blocks) {
      const { hiddenSize, norm, operation } = block;
      if (!isPlainBlock(block)) return this.#addWalked(architecture);
      if (operation.kind === 'self-attention' && !isPlainAttention(operation)) {
        return this.#addWalked(architecture);
      }
      if (previous !== undefined && previous !== hiddenSize) {
        this.#otherParameters += hiddenSize * previous + hiddenSize;
      }
      previous = hiddenSize;
      this.#addOperation(block, context);
      this.#addFeedForward(block, context);
      const operationNorm = operation.kind === 'linear-transform' ? 0 : 2 * hiddenSize;
      if (family === 'encoder' && norm !== 'pre') {
        this.#attentionParameters += operationNorm;
        this.#feedForwardParameters += 2 * hiddenSize;
      } else {
        this.#otherParameters += operationNorm + 2 * hiddenSize;
      }
    }
    const last = previous ?? embedding.embeddingSize;
    if (architecture.finalNorm) this.#otherParameters += 2 * last;
    this.#otherParameters += countHeadParameters(architecture);
    return this.#settled(blocks.length);
  }

  /** Sums up what has features beyond those of the search spaces, weight by weight. */
  #addWalked(architecture: Architecture): ParameterCounts | undefined {
    const { blocks, initializerRange, normKind } = architecture;
    const additions = residualAdditions(blocks);
    const context = this.#capacities.contextOf(initializerRange, additions);
    const sinks = {
      attention: new SummingSink(normKind, this.#capacities, context),
      feedForward: new SummingSink(normKind, this.#capacities, context),
      embedding: new SummingSink(normKind, this.#capacities, context),
      other: new SummingSink(normKind, null, context),
    };
    walkWeights(architecture, (subModule) => sinks[subModule]);
    const { attention, feedForward, embedding, other } = sinks;
    this.#attention = attention.capacity;
    this.#feedForward = feedForward.capacity;
    this.#embedding = embedding.capacity;
    this.#attentionParameters = attention.parameters;
    this.#feedForwardParameters = feedForward.parameters;
    this.#embeddingParameters = embedding.parameters;
    this.#otherParameters = other.parameters;
    this.#largest = Math.max(attention.largest, feedForward.largest, embedding.largest);
    return this.#settled(blocks.length);
  }

  /** The parameters, if they and the capacities are numbers that may be summed in any order. */
  #settled(blockCount: number): ParameterCounts | undefined {
    const [attention, feedForward, embeddings, other] = [
      this.#attentionParameters,
      this.#feedForwardParameters,
      this.#embeddingParameters,
      this.#otherParameters,
    ];
    const total = attention + feedForward + embeddings + other;
    // Up to there, integers add up exactly in any order. A NaN fails both comparisons.
    if (!(this.#largest <= MAX_CAPACITY && total <= Number.MAX_SAFE_INTEGER)) return undefined;
    if (blockCount > MAX_BLOCKS) return undefined;
    return { total, attention, feedForward, embedding: embeddings, other };
  }

  #addEmbedding(embedding: Embedding, hiddenSize: number, context: CapacityContext): void {
    const { vocabSize, embeddingSize, maxPositionEmbeddings, typeVocabSize, clusters } = embedding;
    const e = clusters === null ? embeddingSize : hiddenSize;
    if (clusters === null) this.#addTable(vocabSize, e, context);
    else {
      for (const { tokens, width } of clusters) this.#addTable(tokens, width, context);
      for (const { width, projected } of clusters) {
        if (projected) this.#addTable(hiddenSize, width, context);
      }
    }
    if (maxPositionEmbeddings > 0) this.#addTable(maxPositionEmbeddings, e, context);
    if (typeVocabSize > 0) this.#addTable(typeVocabSize, e, context);
    if (embedding.norm) this.#embeddingParameters += 2 * e;
    if (e !== hiddenSize) {
      this.#addTable(hiddenSize, e, context);
      this.#embeddingParameters += hiddenSize;
    }
  }

  /** A matrix of the embedding. */
  #addTable(rows: number, cols: number, context: CapacityContext): void {
    this.#embedding += this.#capacity(rows, cols, 'plain', context);
    this.#embeddingParameters += rows * cols;
  }

  #addOperation(block: Block, context: CapacityContext): void {
    const { operation, hiddenSize: h, numAttentionHeads, bias } = block;
    const biased = bias ? 1 : 0;
    switch (operation.kind) {
      case 'self-attention':
        this.#addSelfAttention(block, operation, context);
        return;
      case 'linear-transform':
        this.#attention += this.#capacity(h, h, 'residual', context);
        this.#attentionParameters += h * h + biased * h;
        return;
      case 'separable-convolution': {
        const k = operation.kernelSize;
        const heads = Math.max(Math.floor(numAttentionHeads / 2), 1);
        const all = heads * Math.floor(h / numAttentionHeads);
        const projection = this.#capacity(all, h, 'plain', context);
        this.#attention += projection;
        this.#attention += projection;
        this.#attention += projection;
        this.#attention += this.#capacity(h, k, 'depthwise', context);
        this.#attention += projection;
        this.#attention += this.#capacity(heads * k, all, 'plain', context);
        this.#attention += projection;
        this.#attention += this.#capacity(h, h, 'residual', context);
        // Query, key, value, pointwise and convolved value; the generator; depthwise; output.
        this.#attentionParameters += 5 * all * h + heads * k * all + h * k + h * h;
        this.#attentionParameters += all + biased * (4 * all + heads * k + h);
      }
    }
  }

  #addSelfAttention(block: Block, operation: SelfAttention, context: CapacityContext): void {
    const { hiddenSize: h } = block;
    const { similarity, fusedQueryKeyValue, relativePositions } = operation;
    const a = attentionWidth(block, operation);
    if (fusedQueryKeyValue) {
      this.#attention += this.#capacity(3 * a, h, 'plain', context);
    } else {
      const projection = this.#capacity(a, h, 'plain', context);
      this.#attention += projection;
      this.#attention += projection;
      this.#attention += projection;
    }
    this.#attentionParameters += 4 * a * h;
    if (!relativePositions) {
      if (operation.queryKeyValueBias) this.#attentionParameters += 3 * a;
      if (operation.outputBias) this.#attentionParameters += h;
    }
    if (similarity === 'weighted-multiplicative') {
      this.#attention += this.#capacity(a, a, 'plain', context);
      this.#attentionParameters += a * a;
    }
    if (relativePositions) {
      this.#attention += this.#capacity(a, h, 'plain', context);
      this.#attentionParameters += a * h + 2 * a;
    }
    this.#attention += this.#capacity(h, a, 'residual', context);
  }

  #addFeedForward({ hiddenSize, feedForwardWidths, bias }: Block, context: CapacityContext): void {
    const biased = bias ? 1 : 0;
    let inputs = hiddenSize;
    for (const width of feedForwardWidths) {
      this.#feedForward += this.#capacity(width, inputs, 'plain', context);
      this.#feedForwardParameters += width * inputs + biased * width;
      inputs = width;
    }
    this.#feedForward += this.#capacity(hiddenSize, inputs, 'residual', context);
    this.#feedForwardParameters += hiddenSize * inputs + biased * hiddenSize;
  }

  /** The expected capacity of a matrix; NaN where there is none. */
  #capacity(rows: number, cols: number, kind: WeightKind, context: CapacityContext): number {
    const capacity = this.#capacities.of(rows, cols, kind, context);
    const size = Math.abs(capacity);
    // Negated, so that a NaN is the largest of all and stays it.
    if (!(size <= this.#largest)) this.#largest = size > this.#largest ? size : NaN;
    return capacity;
  }
}
