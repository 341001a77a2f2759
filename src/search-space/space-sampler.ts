import { walk } from './axis.ts';
import { randomWords } from '../initialization/random-words.ts';
import { weightStream } from '../initialization/weight-stream.ts';
import type { Problem } from '../problem.ts';
import { LeftOut, loadCandidateCheck, type CheckCandidate } from './candidate-check.ts';
import { choicesAt, nextChoices, type Choices } from './choices-at.ts';
import { drawChoices } from './draw-choices.ts';
import { DrawTable } from './draw-table.ts';
import type { SearchSpace } from './search-space.ts';
import { candidateOf, type SpaceCandidate } from './space-candidate.ts';
import { sizeOfAxes } from './space-size.ts';

/** Consecutive draws without a new candidate after which a sample ends. */
export const MAX_MISSES = 100_000;

/** Fewest consecutive misses after which the rest of a small space is enumerated. */
const LEAST_MISSES = 100;

/** Largest space that is enumerated, which takes some ten seconds at most. */
const WALKED_SIZE = 2n ** 20n;

/** The result of one step of sampling. */
export type SampleStep<Spec extends object = object> =
  /** A new candidate, and its choices, which the next step may overwrite. */
  | {
      readonly kind: 'drawn';
      readonly candidate: SpaceCandidate<Spec>;
      readonly choices: Choices;
    }
  /** The candidate was drawn before, or is not admitted. */
  | { readonly kind: 'missed' }
  /** No candidate is left: `certain` after an enumeration, but not after {@link MAX_MISSES}. */
  | { readonly kind: 'exhausted'; readonly certain: boolean }
  | { readonly kind: 'failed'; readonly problem: Problem };

const MISSED = { kind: 'missed' } as const;

/**
 * Draws candidates from a space, none twice. Draw j depends on the seed, j and the space alone (see
 * {@link drawChoices}): each choice is uniform over its options and independent of the others, among
 * the candidates that are valid and fulfil the constraints. Repeated candidates are left out, so a
 * sample is the beginning of every longer one. The id of a candidate is its seed and draw: `s1-17`.
 *
 * A small space (up to 2^20 candidates) that has given nothing new for as many draws as it has
 * candidates (at least 100) is enumerated: the rest follows in a random order, with the chances of
 * further draws. The sample of a larger one ends after {@link MAX_MISSES} misses.
 */
export class SpaceSampler<Spec extends object = object> {
  /** Numbers of candidates left out so far, by reason. */
  readonly leftOut: LeftOut;
  readonly #space: SearchSpace<Spec>;
  readonly #seed: number;
  readonly #check: CheckCandidate;
  readonly #known: DrawTable;
  readonly #walked: boolean;
  readonly #maxMisses: number;
  readonly #choices: number[] = [];
  #draw = 0;
  #misses = 0;
  #rest: RestOfSpace | undefined;

  private constructor(space: SearchSpace<Spec>, seed: number, check: CheckCandidate) {
    this.#space = space;
    this.#seed = seed;
    this.#check = check;
    this.#known = new DrawTable(space, seed);
    this.leftOut = new LeftOut(space.constraints.length);
    const size = sizeOfAxes(space.axes);
    this.#walked = size <= WALKED_SIZE;
    this.#maxMisses = this.#walked
      ? Math.min(MAX_MISSES, Math.max(LEAST_MISSES, Number(size)))
      : MAX_MISSES;
  }

  /**
   * @param seed a whole number from 0 to 2^53 - 1
   * @throws RangeError on any other
   */
  static async open<Spec extends object>(
    space: SearchSpace<Spec>,
    seed: number,
  ): Promise<SpaceSampler<Spec>> {
    weightStream(seed, space.stream);
    return new SpaceSampler(space, seed, await loadCandidateCheck(space));
  }

  /** Number of draws so far. */
  get draws(): number {
    return this.#draw;
  }

  /** Takes one step. */
  next(): SampleStep<Spec> {
    if (this.#misses >= this.#maxMisses) {
      return this.#walked ? this.#nextOfRest() : { kind: 'exhausted', certain: false };
    }
    const draw = this.#draw;
    const choices = this.#choices;
    this.#draw += 1;
    this.#misses += 1;
    drawChoices(this.#space, this.#seed, draw, choices);
    if (this.#space.constraints.length === 0 && this.#space.alwaysValid) {
      if (this.#known.add(choices, draw)) return this.#drawn(this.#candidate(choices, draw));
      this.leftOut.duplicates += 1;
      return MISSED;
    }
    // Looked up before the check, which takes longer; added after it, so that only admitted ones are.
    if (this.#known.has(choices)) {
      this.leftOut.duplicates += 1;
      return MISSED;
    }
    const candidate = this.#candidate(choices, draw);
    const verdict = this.#check(candidate.line);
    if (verdict.kind === 'failed') return verdict;
    if (verdict.kind !== 'admitted') {
      this.leftOut.add(verdict);
      return MISSED;
    }
    this.#known.add(choices, draw);
    return this.#drawn(candidate);
  }

  #candidate(choices: readonly number[], draw: number): SpaceCandidate<Spec> {
    return candidateOf(this.#space, choices, `s${this.#seed}-${draw}`);
  }

  #drawn(candidate: SpaceCandidate<Spec>): SampleStep<Spec> {
    this.#misses = 0;
    return { kind: 'drawn', candidate, choices: this.#choices };
  }

  /** A step along the rest of an enumerated space. */
  #nextOfRest(): SampleStep<Spec> {
    this.#rest ??= new RestOfSpace(this.#space, this.#seed, this.#known);
    const choices = this.#rest.next();
    if (choices === undefined) return { kind: 'exhausted', certain: true };
    const draw = this.#draw;
    const candidate = this.#candidate(choices, draw);
    const verdict = this.#check(candidate.line);
    if (verdict.kind === 'failed') return verdict;
    // Most of these were counted as left out when they were drawn.
    if (verdict.kind !== 'admitted') return MISSED;
    this.#draw += 1;
    return { kind: 'drawn', candidate, choices };
  }
}

/**
 * The candidates of a space that are not in a sample, in the random order in which draws with their
 * chances would find them: each gets an exponential waiting time at the rate of its chance, from the
 * first random number of its own stream, and the shortest comes first.
 */
class RestOfSpace {
  readonly #space: Pick<SearchSpace, 'axes' | 'stream'>;
  readonly #order: readonly number[];
  #place = 0;

  constructor(space: Pick<SearchSpace, 'axes' | 'stream'>, seed: number, known: DrawTable) {
    this.#space = space;
    const { axes, stream } = space;
    const choices = choicesAt(axes, 0n);
    const words = new Uint32Array(16);
    const rest: { readonly index: number; readonly wait: number }[] = [];
    let index = 0;
    do {
      if (!known.has(choices)) {
        randomWords(weightStream(seed, `${stream}/rest/${index}`), 0, 0, words);
        const uniform = ((words[0] ?? 0) + 0.5) / 2 ** 32;
        // In logarithms, -ln(u) / chance: chances may be too small for a number.
        rest.push({ index, wait: Math.log(-Math.log(uniform)) - logChance(axes, choices) });
      }
      index += 1;
    } while (nextChoices(axes, choices));
    rest.sort((a, b) => a.wait - b.wait || a.index - b.index);
    this.#order = rest.map((item) => item.index);
  }

  next(): number[] | undefined {
    const index = this.#order[this.#place];
    this.#place += 1;
    return index === undefined ? undefined : choicesAt(this.#space.axes, BigInt(index));
  }
}

/** The natural logarithm of the chance that a draw is of these choices. */
function logChance(axes: SearchSpace['axes'], choices: readonly number[]): number {
  let sum = 0;
  let place = 0;
  walk(axes, (count) => {
    sum -= Math.log(count);
    place += 1;
    return choices[place - 1] ?? 0;
  });
  return sum;
}
