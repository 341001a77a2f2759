import { denseRanks } from './dense-ranks.ts';
import { findListProblem } from './find-list-problem.ts';
import { stableOrder } from './stable-order.ts';
import { atOnce, type Steps } from '../event-loop-break.ts';
import { failure, success, type Result } from '../result.ts';

/** Two sizes match if they differ by less than this part of the larger, unless told otherwise. */
const TOLERANCE = 0.1;

/** Up to this many pairs, going through them is faster than building a tree. */
const FEW_PAIRS = 256;

/** Up to this many items, all pairs of a range are counted in a few milliseconds, without a break. */
const FEW_ITEMS = 4096;

/** How well x orders y among items of about the same size. */
export interface SizeMatchedTau {
  /** From -1 to 1. */
  readonly value: number;
  /** The pairs it rests on: of matching sizes, and tied neither in x nor in y. */
  readonly pairs: number;
}

/** Items in the order of their sizes. */
interface BySize {
  /** Dense ranks in x and in y. */
  readonly x: Int32Array;
  readonly y: Int32Array;
  readonly yLevels: number;
  /** For each item the first whose size matches its own; it never falls. */
  readonly first: Int32Array;
}

function sortBySize(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  sizes: ArrayLike<number>,
  tolerance: number,
): BySize {
  const n = sizes.length;
  const ratio = 1 - tolerance;
  const order = stableOrder(
    Float64Array.from(sizes),
    new Int32Array(n).map((_, item) => item),
  );
  const yRanks = denseRanks(Float64Array.from(order, (item) => y[item]!));
  const first = new Int32Array(n);
  for (let j = 1; j < n; j++) {
    let i = first[j - 1]!;
    while (sizes[order[i]!]! / sizes[order[j]!]! <= ratio) i++;
    first[j] = i;
  }
  return {
    x: denseRanks(Float64Array.from(order, (item) => x[item]!)).ranks,
    y: yRanks.ranks,
    yLevels: yRanks.levels,
    first,
  };
}

/** A Fenwick tree: how many items are on which level. */
class LevelCounts {
  readonly #tree: Int32Array;
  #size = 0;

  constructor(levels: number) {
    this.#tree = new Int32Array(levels + 1);
  }

  add(level: number, count: 1 | -1): void {
    const tree = this.#tree;
    for (let node = level + 1; node < tree.length; node += node & -node) {
      tree[node] = tree[node]! + count;
    }
    this.#size += count;
  }

  below(level: number): number {
    const tree = this.#tree;
    let sum = 0;
    for (let node = level; node > 0; node &= node - 1) sum += tree[node]!;
    return sum;
  }

  above(level: number): number {
    return this.#size - this.below(level + 1);
  }
}

/**
 * Counts concordant and discordant pairs between ranges of items in the order of size. A pair is
 * in range if the later item's `first` is not after the earlier one.
 */
class MatchedPairs {
  concordant = 0;
  discordant = 0;
  readonly #items: BySize;
  /** The items seen so far of the earlier and of the later of two ranges. */
  readonly #earlier: LevelCounts;
  readonly #later: LevelCounts;

  constructor(items: BySize) {
    this.#items = items;
    this.#earlier = new LevelCounts(items.yLevels);
    this.#later = new LevelCounts(items.yLevels);
  }

  /** All pairs in range. */
  *countAll(): Steps<void> {
    const { first } = this.#items;
    const n = first.length;
    // Items that match the first of their block match each other, and those of two blocks that
    // are not neighbours never match.
    let before = 0;
    for (let from = 0; from < n;) {
      let to = from;
      while (to < n && first[to]! <= from) to++;
      yield* this.#withinInSteps(from, to);
      this.#between(before, from, from, to);
      yield;
      before = from;
      from = to;
    }
  }

  /** The steps of {@link #within}. */
  *#withinInSteps(from: number, to: number): Steps<void> {
    if (to - from <= FEW_ITEMS) {
      this.#within(from, to);
      return;
    }
    const middle = (from + to) >>> 1;
    yield* this.#withinInSteps(from, middle);
    yield* this.#withinInSteps(middle, to);
    this.#between(from, middle, middle, to);
    yield;
  }

  /** Pairs inside a range of items that all match each other. */
  #within(from: number, to: number): void {
    if (to - from < 2) return;
    const middle = (from + to) >>> 1;
    this.#within(from, middle);
    this.#within(middle, to);
    this.#between(from, middle, middle, to);
  }

  /** Pairs of an item of [aFrom, aTo) with a later one of [bFrom, bTo) that are in range. */
  #between(aFrom: number, aTo: number, bFrom: number, bTo: number): void {
    const { first } = this.#items;
    if (aFrom >= aTo || bFrom >= bTo || first[bFrom]! >= aTo) return;
    if ((aTo - aFrom) * (bTo - bFrom) <= FEW_PAIRS) {
      for (let j = bFrom; j < bTo; j++) {
        for (let i = Math.max(aFrom, first[j]!); i < aTo; i++) this.#countPair(i, j);
      }
      return;
    }
    if (first[bTo - 1]! <= aFrom) {
      this.#sweep(aFrom, aTo, bFrom, bTo);
      return;
    }
    // The pairs in range are a staircase: a rectangle, and a smaller staircase on each side.
    const middle = (bFrom + bTo) >>> 1;
    const step = Math.min(Math.max(first[middle]!, aFrom), aTo);
    if (step < aTo) this.#sweep(step, aTo, bFrom, middle + 1);
    this.#between(aFrom, step, bFrom, middle);
    this.#between(step, aTo, middle + 1, bTo);
  }

  #countPair(i: number, j: number): void {
    const { x, y } = this.#items;
    const product = (x[i]! - x[j]!) * (y[i]! - y[j]!);
    if (product > 0) this.concordant += 1;
    else if (product < 0) this.discordant += 1;
  }

  /** All pairs between two ranges, in ascending order of x. */
  #sweep(aFrom: number, aTo: number, bFrom: number, bTo: number): void {
    const { x, y } = this.#items;
    const n = x.length;
    const earlierItems = aTo - aFrom;
    // Rank and place in one number: the engine sorts numbers faster than it compares by a function.
    const keys = new Float64Array(earlierItems + bTo - bFrom);
    for (let i = aFrom; i < aTo; i++) keys[i - aFrom] = x[i]! * n + i;
    for (let j = bFrom; j < bTo; j++) keys[earlierItems + j - bFrom] = x[j]! * n + j;
    keys.sort();
    const places = Int32Array.from(keys, (key) => key % n);
    for (let from = 0; from < places.length;) {
      let to = from;
      while (to < places.length && x[places[to]!] === x[places[from]!]) {
        const place = places[to++]!;
        const others = place < aTo ? this.#later : this.#earlier;
        this.concordant += others.below(y[place]!);
        this.discordant += others.above(y[place]!);
      }
      // Items of equal x are tied: they meet none of each other.
      for (; from < to; from++) this.#add(places[from]!, aTo, 1);
    }
    for (const place of places) this.#add(place, aTo, -1);
  }

  #add(place: number, aTo: number, count: 1 | -1): void {
    const own = place < aTo ? this.#earlier : this.#later;
    own.add(this.#items.y[place]!, count);
  }
}

/**
 * Kendall's tau over the pairs of items whose sizes differ by less than a tolerance t, 10 % by
 * default:
 *
 *     (concordant - discordant) / (concordant + discordant), over pairs with min / max > 1 - t
 *
 * A proxy that measures little but size has a high tau over all pairs and one near 0 over these.
 * Pairs that x or y ties are left out, and are not in the number of pairs either. O(n log^3 n) at
 * worst, for any share of matching pairs.
 *
 * @param x n finite numbers
 * @param y n finite numbers, about the same items in the same order
 * @param sizes n finite numbers above 0, of one unit
 * @param tolerance the part of the larger size, above 0 and below 1
 * @returns a failure if the lists differ in length or hold a value out of range, or if there is
 *   no such pair
 */
export function sizeMatchedTau(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  sizes: ArrayLike<number>,
  tolerance = TOLERANCE,
): Result<SizeMatchedTau> {
  return atOnce(sizeMatchedTauInSteps(x, y, sizes, tolerance));
}

/** The steps of {@link sizeMatchedTau}. */
export function* sizeMatchedTauInSteps(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  sizes: ArrayLike<number>,
  tolerance = TOLERANCE,
): Steps<Result<SizeMatchedTau>> {
  if (!(tolerance > 0 && tolerance < 1)) {
    return failure(`The tolerance is ${tolerance}: it has to be above 0 and below 1.`);
  }
  const problem = findListProblem([
    { name: 'x', values: x },
    { name: 'y', values: y },
    { name: 'size', values: sizes },
  ]);
  if (problem !== null) return failure(problem);
  for (let i = 0; i < sizes.length; i++) {
    if (sizes[i]! <= 0) {
      return failure(
        `The size at index ${i} is ${sizes[i]!}: sizes are compared by their ratio, and have to be above 0.`,
      );
    }
  }
  const counts = new MatchedPairs(sortBySize(x, y, sizes, tolerance));
  yield;
  yield* counts.countAll();
  const { concordant, discordant } = counts;
  const pairs = concordant + discordant;
  if (pairs === 0) {
    return failure(
      `No two items whose sizes differ by less than ${percentOf(tolerance)} % differ in both score and ground truth.`,
    );
  }
  return success({ value: (concordant - discordant) / pairs, pairs });
}

/** A part in percent, without the noise of the multiplication. */
function percentOf(part: number): number {
  return Number((100 * part).toPrecision(12));
}
