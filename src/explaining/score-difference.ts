import { SUB_MODULES, type SubModule } from '../architecture/weight.ts';
import { failure, success, type Result } from '../result.ts';
import { joinCapacities, type Balance, type Capacities } from '../scoring/balance.ts';
import type { ArchitectureScore } from '../scoring/score-architecture.ts';
import { missingFrom, onOneGrid } from './exact-sum.ts';

/** What one sub-module of one block has to do with the difference of two scores. */
export interface Contribution {
  readonly subModule: SubModule;
  /** Index of the block in both, from 0; null outside the blocks. */
  readonly block: number | null;
  /** Its capacity in each; 0 where there is no such block. */
  readonly capacity: { readonly a: number; readonly b: number };
  readonly contribution: number;
}

/** The difference of two scores, and what it is made of. */
export interface ScoreDifference {
  /** The score of a less that of b, in double precision. */
  readonly difference: number;
  /** The largest first, none of them 0. */
  readonly contributions: readonly Contribution[];
  /**
   * What rounding leaves, and for a formula over several seeds averaging: with it the contributions
   * add up to the difference to the last bit.
   */
  readonly rounding: readonly number[];
}

/** A score with the balance that joined its capacities. */
export interface BalancedScore {
  readonly score: ArchitectureScore;
  readonly balance: Balance;
}

/**
 * Why one architecture outranks another: the contribution of every sub-module of every block to the
 * difference of their scores. Blocks are compared by their place; one that the other lacks
 * contributes all of its capacity.
 *
 * Under coefficients a contribution is `c_a * capacity_a - c_b * capacity_b`. Under a formula, which
 * has no contributions of its own, that of a sub-module is its Shapley value: the change of the
 * score when its capacity of b is replaced by that of a, averaged over all orders of replacing the
 * three; blocks share it in proportion to the differences of their capacities.
 *
 * @returns a failure where a formula that both scores are of has no finite value in between
 *
 * Source: Shapley, "A value for n-person games", 1953.
 */
export function explainDifference(a: BalancedScore, b: BalancedScore): Result<ScoreDifference> {
  const slopes = slopesOf(a, b);
  if (!slopes.ok) return slopes;
  const parts = partsOf(a.score, b.score);
  const terms = onOneGrid(
    parts.map(
      ({ subModule, capacity }) =>
        slopes.value.a[subModule] * capacity.a - slopes.value.b[subModule] * capacity.b,
    ),
  );
  const difference = a.score.score - b.score.score;
  return success({
    difference,
    contributions: parts
      .map((part, index) => ({ ...part, contribution: terms[index] ?? 0 }))
      .filter(({ contribution }) => contribution !== 0)
      .sort((one, other) => Math.abs(other.contribution) - Math.abs(one.contribution)),
    rounding: missingFrom(difference, terms),
  });
}

type Part = Omit<Contribution, 'contribution'>;

/** Every sub-module of every block of either, from the embedding to the last block. */
function partsOf(a: ArchitectureScore, b: ArchitectureScore): Part[] {
  const blocks = Math.max(a.blocks.length, b.blocks.length);
  const ofBlock = (block: number): Part[] =>
    (['attention', 'feedForward'] as const).map((subModule) => ({
      subModule,
      block,
      capacity: {
        a: a.blocks[block]?.capacity[subModule] ?? 0,
        b: b.blocks[block]?.capacity[subModule] ?? 0,
      },
    }));
  return [
    {
      subModule: 'embedding',
      block: null,
      capacity: { a: a.capacity.embedding, b: b.capacity.embedding },
    },
    ...Array.from({ length: blocks }, (_, block) => ofBlock(block)).flat(),
  ];
}

/** What a unit of each capacity is worth in each score. */
interface Slopes {
  readonly a: Capacities;
  readonly b: Capacities;
}

function slopesOf(a: BalancedScore, b: BalancedScore): Result<Slopes> {
  if (a.balance.kind === 'coefficients' && b.balance.kind === 'coefficients') {
    return success({ a: a.balance.coefficients, b: b.balance.coefficients });
  }
  if (a.balance !== b.balance) return failure('the two scores are of different formulas');
  const slopes = { attention: 0, feedForward: 0, embedding: 0 };
  for (const name of SUB_MODULES) {
    const slope = meanSlope(a.balance, name, a.score.capacity, b.score.capacity);
    if (!slope.ok) return slope;
    slopes[name] = slope.value;
  }
  return success({ a: slopes, b: slopes });
}

/** Relative difference of two capacities below which it is noise, and no slope is taken over it. */
const NOISE = 1e-9;

/** Relative step of a derivative. */
const STEP = 2 ** -20;

/** The Shapley value of a sub-module for each unit of the difference of its capacities. */
function meanSlope(
  balance: Balance,
  name: SubModule,
  a: Capacities,
  b: Capacities,
): Result<number> {
  const others = SUB_MODULES.filter((other) => other !== name);
  const [from, to] = ends(a[name], b[name]);
  if (from === to) return success(0);
  let slope = 0;
  // Which of the other two are already those of a, and in what part of the orders.
  for (const [already, weight] of [
    [[], 1 / 3],
    [others.slice(0, 1), 1 / 6],
    [others.slice(1), 1 / 6],
    [others, 1 / 3],
  ] as const) {
    const mixed = { ...b };
    for (const other of already) mixed[other] = a[other];
    const upper = joinCapacities(balance, { ...mixed, [name]: to });
    const lower = joinCapacities(balance, { ...mixed, [name]: from });
    if (!upper.ok) return upper;
    if (!lower.ok) return lower;
    slope += (weight * (upper.value - lower.value)) / (to - from);
  }
  return success(slope);
}

/** The two capacities; where they are equal but for noise, two numbers around them. */
function ends(a: number, b: number): [from: number, to: number] {
  const size = Math.max(Math.abs(a), Math.abs(b));
  if (Math.abs(a - b) > NOISE * size) return [b, a];
  return [b - STEP * size, b + STEP * size];
}
