import type { Architecture } from '../architecture/architecture.ts';
import { findForwardProblem } from '../forward/find-forward-problem.ts';
import { failure, success, type Result } from '../result.ts';
import { keyOfPart, partsOf, type LatencyPart } from './latency-parts.ts';
import type { LatencySettings } from './latency-settings.ts';
import type { Machine } from './machine.ts';

/** What the times of a table depend on besides the parts and the machine. */
export type TableSettings = Pick<LatencySettings, 'batch' | 'sequenceLength' | 'threads'>;

/** The time of a part, and what it follows from. */
export interface PartTime {
  /** See {@link keyOfPart}. */
  readonly key: string;
  /** What it is, for people. */
  readonly name: string;
  /** Timed passes of each model that was measured for it. */
  readonly repeats: number;
  /** Milliseconds of these models. */
  readonly medians: readonly number[];
  /** Of the part, a whole number of {@link DIGITS} digits. */
  readonly nanoseconds: number;
}

/** Most parts of a table: measuring them takes an hour or more. */
export const MAX_PARTS = 4096;

/** Nanoseconds of a millisecond, the unit of predicted latencies. */
export const NANOSECONDS = 1e6;

/**
 * Digits of the time of a part: no measurement knows more, and sums of such numbers are few enough to
 * be searched exactly.
 */
const DIGITS = 3;

/** A measured time as a table has it: whole nanoseconds, none of them negative. */
export function tabled(milliseconds: number): number {
  const nanoseconds = Math.max(0, milliseconds) * NANOSECONDS;
  return Math.round(Number(nanoseconds.toPrecision(DIGITS)));
}

/**
 * The times of the parts of models on one machine. A model takes as long as its parts together: this
 * sum is exact, and the same for the same table everywhere.
 */
export class LatencyTable {
  readonly settings: TableSettings;
  readonly machine: Machine;
  readonly #times = new Map<string, PartTime>();
  // By the facts as they come: a key takes longer than a look-up.
  readonly #known = new Map<string, number>();

  constructor(settings: TableSettings, machine: Machine, times: Iterable<PartTime> = []) {
    this.settings = settings;
    this.machine = machine;
    for (const time of times) this.add(time);
  }

  /** In the order in which they were added. */
  get times(): readonly PartTime[] {
    return [...this.#times.values()];
  }

  add(time: PartTime): void {
    this.#times.set(time.key, time);
  }

  /** The nanoseconds of a part; undefined where the table has none. */
  timeOf(part: Pick<LatencyPart, 'facts'>): number | undefined {
    const text = JSON.stringify(part.facts);
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const time = this.#times.get(keyOfPart(part))?.nanoseconds;
    if (time !== undefined) this.#known.set(text, time);
    return time;
  }

  /** The different parts of models of which the table has no time, in their order. */
  missing(architectures: Iterable<Architecture>): LatencyPart[] {
    const missing = new Map<string, LatencyPart>();
    for (const architecture of architectures) {
      for (const part of partsOf(architecture, this.settings)) {
        if (this.timeOf(part) === undefined) missing.set(keyOfPart(part), part);
      }
    }
    return [...missing.values()];
  }

  /**
   * Nanoseconds of a forward pass of a model: the sum over its parts. A failure where the model can't
   * be run, or a part is not in the table.
   */
  predict(architecture: Architecture): Result<number, MissingTime> {
    const problem = findForwardProblem(architecture, this.settings.sequenceLength);
    if (problem !== null) return failure({ reason: problem, part: null });
    let sum = 0;
    for (const part of partsOf(architecture, this.settings)) {
      const time = this.timeOf(part);
      if (time === undefined) {
        return failure({ reason: `the table has no time of ${part.name}`, part });
      }
      sum += time;
    }
    return success(sum);
  }
}

/** Why a latency is not known. */
export interface MissingTime {
  readonly reason: string;
  /** The first part that the table lacks; null where the model can't be run. */
  readonly part: LatencyPart | null;
}
