import type { Architecture, Block, Embedding, Family } from '../architecture/architecture.ts';
import type { ParameterCounts } from '../architecture/parameter-counts.ts';
import { expectedOfMatrix } from '../capacity/measure-matrix.ts';
import { distributionOf } from '../initialization/initialization-scheme.ts';
import { success, type Result } from '../result.ts';
import { defaultBalance, joinCapacities, type Balance } from './balance.ts';
import { scoreArchitecture, type TotalScore } from './score-architecture.ts';
import { seedsOf, type ScoreSettings } from './score-settings.ts';

/**
 * Largest capacity of a matrix that is summed here. Every sum over an architecture that a file may
 * describe (4096 blocks of at most 26 matrices) then stays finite, in any part of it; what is
 * larger is left to the inventory, which says which matrix or sum is wrong.
 */
const MAX_CAPACITY = 1e290;

/** Blocks up to which that holds. */
const MAX_BLOCKS = 2 ** 20;

/** Exclusive limits of the sizes that a key of the memo holds: two of them make an exact integer. */
const SMALL = 2 ** 15;
const MAX_KEYED = 2 ** 26;

/** Where the keys of larger shapes begin, behind those of the small. */
const KEYED_FROM = SMALL ** 2;

/** Shapes that are remembered for one context, and contexts; beyond them it starts anew. */
const MAX_SHAPES = 2 ** 14;
const MAX_CONTEXTS = 64;

/** Expected capacities by shape, of the three ways in which a distribution depends on a weight. */
interface Context {
  readonly initializerRange: number;
  readonly residualAdditions: number;
  readonly plain: Map<number, number>;
  readonly residual: Map<number, number>;
  readonly depthwise: Map<number, number>;
}

type Kind = 'plain' | 'residual' | 'depthwise';

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
  readonly #contexts: Context[] = [];
  #context: Context | undefined;
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
  #add({ embedding, blocks, initializerRange }: Architecture): ParameterCounts | undefined {
    this.#attention = 0;
    this.#feedForward = 0;
    this.#embedding = 0;
    this.#attentionParameters = 0;
    this.#feedForwardParameters = 0;
    this.#embeddingParameters = 0;
    this.#otherParameters = 0;
    this.#largest = 0;
    const context = this.#contextOf(initializerRange, 2 * blocks.length);
    this.#addEmbedding(embedding, blocks[0]?.hiddenSize ?? embedding.embeddingSize, context);
    let previous: number | undefined;
    for (const block of blocks) {
      const { hiddenSize } = block;
      if (previous !== undefined && previous !== hiddenSize) {
        this.#otherParameters += hiddenSize * previous + hiddenSize;
      }
      previous = hiddenSize;
      this.#addOperation(block, context);
      this.#addFeedForward(block, context);
    }
    const [attention, feedForward, embeddings, other] = [
      this.#attentionParameters,
      this.#feedForwardParameters,
      this.#embeddingParameters,
      this.#otherParameters,
    ];
    const total = attention + feedForward + embeddings + other;
    // Up to there, integers add up exactly in any order. A NaN fails both comparisons.
    if (!(this.#largest <= MAX_CAPACITY && total <= Number.MAX_SAFE_INTEGER)) return undefined;
    if (blocks.length > MAX_BLOCKS) return undefined;
    return { total, attention, feedForward, embedding: embeddings, other };
  }

  #addEmbedding(embedding: Embedding, hiddenSize: number, context: Context): void {
    const { vocabSize, embeddingSize: e, maxPositionEmbeddings, typeVocabSize } = embedding;
    this.#embedding += this.#capacity(vocabSize, e, 'plain', context);
    this.#embedding += this.#capacity(maxPositionEmbeddings, e, 'plain', context);
    this.#embeddingParameters += (vocabSize + maxPositionEmbeddings) * e + 2 * e;
    if (typeVocabSize > 0) {
      this.#embedding += this.#capacity(typeVocabSize, e, 'plain', context);
      this.#embeddingParameters += typeVocabSize * e;
    }
    if (e !== hiddenSize) {
      this.#embedding += this.#capacity(hiddenSize, e, 'plain', context);
      this.#embeddingParameters += hiddenSize * e + hiddenSize;
    }
  }

  #addOperation({ operation, hiddenSize: h, numAttentionHeads }: Block, context: Context): void {
    switch (operation.kind) {
      case 'self-attention': {
        const square = this.#capacity(h, h, 'plain', context);
        this.#attention += square;
        this.#attention += square;
        this.#attention += square;
        this.#attentionParameters += 4 * (h * h + h) + 2 * h;
        if (operation.similarity === 'weighted-multiplicative') {
          this.#attention += square;
          this.#attentionParameters += h * h;
        }
        this.#attention += this.#capacity(h, h, 'residual', context);
        return;
      }
      case 'linear-transform':
        this.#attention += this.#capacity(h, h, 'residual', context);
        this.#attentionParameters += h * h + h;
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
        // Query, key, value, pointwise and convolved value; the generator; depthwise; output; norm.
        this.#attentionParameters +=
          5 * (all * h + all) + heads * k * (all + 1) + h * k + h * h + h + 2 * h;
      }
    }
  }

  #addFeedForward({ hiddenSize, feedForwardWidths }: Block, context: Context): void {
    let inputs = hiddenSize;
    for (const width of feedForwardWidths) {
      this.#feedForward += this.#capacity(width, inputs, 'plain', context);
      this.#feedForwardParameters += width * inputs + width;
      inputs = width;
    }
    this.#feedForward += this.#capacity(hiddenSize, inputs, 'residual', context);
    this.#feedForwardParameters += hiddenSize * inputs + 3 * hiddenSize;
  }

  /** The expected capacity of a matrix, remembered; NaN where there is none. */
  #capacity(rows: number, cols: number, kind: Kind, context: Context): number {
    const known = context[kind];
    const key = keyOf(rows, cols);
    const capacity = key === undefined ? undefined : known.get(key);
    if (capacity !== undefined) {
      this.#note(capacity);
      return capacity;
    }
    // A convolution over each of its channels alone has k inputs and rows * k outputs.
    const shape = kind === 'depthwise' ? [rows, 1, cols] : [rows, cols];
    const weight = { shape, writesResidual: kind === 'residual' };
    const scheme = this.#settings.initialization;
    const distribution = distributionOf(weight, { scheme, ...context });
    const expected = expectedOfMatrix(this.#settings.statistic, { rows, cols }, distribution);
    const value = expected.ok ? expected.value : NaN;
    if (key !== undefined) {
      if (known.size >= MAX_SHAPES) known.clear();
      known.set(key, value);
    }
    this.#note(value);
    return value;
  }

  #note(capacity: number): void {
    const size = Math.abs(capacity);
    // Negated, so that a NaN is the largest of all and stays it.
    if (!(size <= this.#largest)) this.#largest = size > this.#largest ? size : NaN;
  }

  #contextOf(initializerRange: number, residualAdditions: number): Context {
    const last = this.#context;
    if (
      last?.initializerRange === initializerRange &&
      last.residualAdditions === residualAdditions
    ) {
      return last;
    }
    let context = this.#contexts.find(
      (known) =>
        known.initializerRange === initializerRange &&
        known.residualAdditions === residualAdditions,
    );
    if (context === undefined) {
      context = {
        initializerRange,
        residualAdditions,
        plain: new Map(),
        residual: new Map(),
        depthwise: new Map(),
      };
      if (this.#contexts.length >= MAX_CONTEXTS) this.#contexts.length = 0;
      this.#contexts.push(context);
    }
    this.#context = context;
    return context;
  }
}

/**
 * A number for a shape, different for each; undefined where the sizes are too large for one. Small
 * sizes get a small integer, which a Map finds several times as fast as any other number.
 */
function keyOf(rows: number, cols: number): number | undefined {
  if (!(Number.isInteger(rows) && Number.isInteger(cols) && rows >= 0 && cols >= 0))
    return undefined;
  if (rows < SMALL && cols < SMALL) return rows * SMALL + cols;
  return rows < MAX_KEYED && cols < MAX_KEYED ? KEYED_FROM + rows * MAX_KEYED + cols : undefined;
}
