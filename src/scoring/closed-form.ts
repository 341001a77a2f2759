import type { Architecture } from '../architecture/architecture.ts';
import type { Block } from '../architecture/block.ts';
import type { Family } from '../architecture/family.ts';
import { sumEmbedding } from '../architecture/embedding-weights.ts';
import { sumFeedForward } from '../architecture/feed-forward-weights.ts';
import { countHeadParameters } from '../architecture/head-weights.ts';
import { formOf } from '../architecture/operations/operations.ts';
import type { ParameterCounts } from '../architecture/parameter-counts.ts';
import { residualAdditions, walkWeights } from '../architecture/walk-weights.ts';
import { success, type Result } from '../result.ts';
import { defaultBalance, joinCapacities, type Balance } from './balance.ts';
import { scoreArchitecture, type TotalScore } from './score-architecture.ts';
import { seedsOf, type ScoreSettings } from './score-settings.ts';
import { PartSums, SummingSink } from './part-sums.ts';
import { ShapeCapacities } from './shape-capacities.ts';

/**
 * Largest capacity of a matrix that is summed here. There are at most 2^53 matrices, since each has
 * a parameter, so every sum then stays finite, in any part of the architecture; what is larger is
 * left to the inventory, which says which matrix or sum is wrong.
 */
const MAX_CAPACITY = 1e290;

/** Blocks up to which the number of residual additions is one of the ordinary. */
const MAX_BLOCKS = 2 ** 20;

/**
 * Expected scores by plain arithmetic: the sums that {@link scoreArchitecture} takes over the
 * inventory, in the same order and so equal to the last bit, but without a list of weights. One
 * instance is to be used for all architectures with the same settings: it remembers the expected
 * capacity of every shape.
 *
 * The parts of an architecture state their sums; a differential test holds them equal to what is
 * listed. A part without sums is walked, weight by weight, which takes a few times as long. What has
 * no score (a sum that is not finite, no closed form) is handed to the inventory, which gives the
 * reason.
 */
export class ClosedForm {
  readonly #settings: ScoreSettings;
  readonly #capacities: ShapeCapacities;
  #family: { readonly name: Family; readonly balance: Balance } | undefined;
  readonly #attention: PartSums;
  readonly #feedForward: PartSums;
  readonly #embedding: PartSums;
  /** Parameters that belong to none of these. */
  #other = 0;

  /** @throws RangeError unless the settings are of expected mode and one valid seed */
  constructor(settings: ScoreSettings) {
    if (settings.mode !== 'expected' || seedsOf(settings).length !== 1) {
      throw new RangeError('a closed form has expected mode and one seed');
    }
    this.#settings = settings;
    this.#capacities = new ShapeCapacities(settings);
    this.#attention = new PartSums(this.#capacities);
    this.#feedForward = new PartSums(this.#capacities);
    this.#embedding = new PartSums(this.#capacities);
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
      attention: this.#attention.capacity,
      feedForward: this.#feedForward.capacity,
      embedding: this.#embedding.capacity,
    };
    const balance = this.#balanceOf(architecture.family);
    const score = joinCapacities(balance, capacity, architecture);
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
    const { family, embedding, blocks, normKind } = architecture;
    const attention = this.#attention;
    const feedForward = this.#feedForward;
    this.#start(architecture, 2 * blocks.length);
    if (architecture.attentionPooler !== null) return this.#addWalked(architecture);
    if (!sumEmbedding(embedding, blocks[0].hiddenSize, this.#embedding)) {
      return this.#addWalked(architecture);
    }
    // Every norm has as many parameters as its size, once, twice, or not at all.
    const ofNorm = NORM_VECTORS[normKind];
    if (ofNorm !== 2 && embedding.norm) return this.#addWalked(architecture);
    let previous: number | undefined;
    for (const block of blocks) {
      const { hiddenSize, norm, operation } = block;
      const form = formOf(operation);
      if (!isPlain(block) || form.sum?.(block, operation, attention) !== true) {
        return this.#addWalked(architecture);
      }
      if (!sumFeedForward(block, feedForward)) return this.#addWalked(architecture);
      if (previous !== undefined && previous !== hiddenSize) {
        this.#other += hiddenSize * previous + hiddenSize;
      }
      previous = hiddenSize;
      const norms = ofNorm * hiddenSize;
      if (family === 'encoder' && norm === 'post') {
        if (form.normed) attention.plain(norms);
        feedForward.plain(norms);
      } else {
        this.#other += form.normed ? 2 * norms : norms;
      }
    }
    const last = previous ?? 0;
    if (architecture.finalNorm) this.#other += ofNorm * last;
    if (architecture.pooler) this.#other += (architecture.poolerWidth ?? last) * (last + 1);
    this.#other += countHeadParameters(architecture);
    return this.#settled(blocks.length);
  }

  /** Sums up weight by weight what has features that no part sums up. */
  #addWalked(architecture: Architecture): ParameterCounts | undefined {
    const { blocks, normKind } = architecture;
    this.#start(architecture, residualAdditions(blocks));
    const other = new SummingSink(normKind, null);
    const sinks = {
      attention: new SummingSink(normKind, this.#attention),
      feedForward: new SummingSink(normKind, this.#feedForward),
      embedding: new SummingSink(normKind, this.#embedding),
      other,
    };
    walkWeights(architecture, (subModule) => sinks[subModule]);
    this.#other = other.parameters;
    return this.#settled(blocks.length);
  }

  #start({ initializerRange }: Architecture, residuals: number): void {
    const context = this.#capacities.contextOf(initializerRange, residuals);
    this.#attention.start(context);
    this.#feedForward.start(context);
    this.#embedding.start(context);
    this.#other = 0;
  }

  /** The parameters, if they and the capacities are numbers that may be summed in any order. */
  #settled(blockCount: number): ParameterCounts | undefined {
    const attention = this.#attention.parameters;
    const feedForward = this.#feedForward.parameters;
    const embedding = this.#embedding.parameters;
    const other = this.#other;
    const total = attention + feedForward + embedding + other;
    // Up to there, integers add up exactly in any order. A NaN fails every comparison.
    const isExact =
      this.#attention.largest <= MAX_CAPACITY &&
      this.#feedForward.largest <= MAX_CAPACITY &&
      this.#embedding.largest <= MAX_CAPACITY &&
      total <= Number.MAX_SAFE_INTEGER;
    if (!isExact || blockCount > MAX_BLOCKS) return undefined;
    return { total, attention, feedForward, embedding, other };
  }
}

/** Vectors that a norm has. */
const NORM_VECTORS = {
  'layer-norm': 2,
  'scale-and-shift': 2,
  'unshifted-norm': 1,
  'rms-norm': 1,
  'fixed-norm': 0,
} as const;

/** Whether a block is one after another of its kind: two sub-modules, each with its norm. */
function isPlain(block: Block): boolean {
  return (
    block.parallel === null &&
    block.stack === 'single' &&
    !block.crossAttention &&
    block.convolution === null &&
    block.adapter === null &&
    block.pooling === null &&
    block.sharedAs === null &&
    (block.norm === 'pre' || block.norm === 'post') &&
    block.firstNorm &&
    block.bottleneck === null &&
    block.feedForwardRepeats === 1 &&
    !block.layerScale
  );
}
