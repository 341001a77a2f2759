import { createHash } from 'node:crypto';
import { LeftOut, loadCandidateCheck, type CheckCandidate } from './candidate-check.ts';
import { choicesAt, nextChoices } from './choices-at.ts';
import type { SearchSpace } from './search-space.ts';
import { candidateOf } from './space-candidate.ts';
import type { SampleStep } from './space-sampler.ts';
import { sizeOfAxes } from './space-size.ts';

/** Most digits of a number that is the name of a candidate, so that an id is not too long. */
const MAX_DIGITS = 60;

/** The name of a candidate by its place in the order of a space: its number, or 128 bits of its hash if that is longer. */
export function nameOf(index: bigint): string {
  const digits = index.toString();
  if (digits.length <= MAX_DIGITS) return `e${digits}`;
  return `e-${createHash('sha256').update(digits).digest('hex').slice(0, 32)}`;
}

/**
 * Enumerates the candidates of a space in their fixed order, in which the last axis changes fastest.
 * The id of a candidate is its number in that order, from 0: `e17`, or a hash of it from 10^60 on. A
 * step gives none where the candidate is invalid or violates a constraint.
 */
export class SpaceWalk<Spec extends object = object> {
  /** Numbers of candidates left out so far, by reason. */
  readonly leftOut: LeftOut;
  readonly #space: SearchSpace<Spec>;
  readonly #check: CheckCandidate;
  readonly #end: bigint;
  #index: bigint;
  #choices: number[] | undefined;

  private constructor(
    space: SearchSpace<Spec>,
    check: CheckCandidate,
    from: bigint,
    count: bigint | undefined,
  ) {
    const size = sizeOfAxes(space.axes);
    if (from < 0n || from > size || (count !== undefined && count < 0n)) {
      throw new RangeError(`expected a part of 0 to ${size}`);
    }
    this.#space = space;
    this.#check = check;
    this.leftOut = new LeftOut(space.constraints.length);
    this.#index = from;
    this.#end = count === undefined || from + count > size ? size : from + count;
  }

  /**
   * @param from number of the first candidate
   * @param count how many, admitted or not; all that follow if absent
   * @throws RangeError where the part does not begin in the space
   */
  static async open<Spec extends object>(
    space: SearchSpace<Spec>,
    from = 0n,
    count?: bigint,
  ): Promise<SpaceWalk<Spec>> {
    return new SpaceWalk(space, await loadCandidateCheck(space), from, count);
  }

  /** Takes one step. */
  next(): SampleStep<Spec> {
    if (this.#index >= this.#end) return { kind: 'exhausted', certain: true };
    if (this.#choices === undefined) this.#choices = choicesAt(this.#space.axes, this.#index);
    else nextChoices(this.#space.axes, this.#choices);
    const candidate = candidateOf(this.#space, this.#choices, nameOf(this.#index));
    this.#index += 1n;
    const verdict = this.#check(candidate.line);
    if (verdict.kind === 'failed') return verdict;
    if (verdict.kind === 'admitted') return { kind: 'drawn', candidate, choices: this.#choices };
    this.leftOut.add(verdict);
    return { kind: 'missed' };
  }
}
