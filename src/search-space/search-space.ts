import type { Problem } from '../problem.ts';
import type { Axis } from './axis.ts';
import type { Choices } from './choices-at.ts';
import type { Constraint } from './constraint.ts';

/** A set of candidates, each described by the choices along its axes. */
export interface SearchSpace<Spec extends object = object> {
  /** The file it came from. */
  readonly source: string;
  /** What the streams of its random numbers are named after. */
  readonly stream: string;
  readonly axes: readonly Axis[];
  /** The spec of a candidate; a new object that shares what no choice changes with others. */
  readonly build: (choices: Choices) => Spec;
  /** What a candidate has to fulfil. */
  readonly constraints: readonly Constraint[];
  /** Whether every candidate is known to be a valid spec. */
  readonly alwaysValid: boolean;
  /** What stands before the ids of its candidates. */
  readonly idPrefix: string;
  /** What of the file is ignored. */
  readonly warnings: readonly Problem[];
}

/**
 * Most values of one list. They are drawn by 32-bit words, with a bias of values over 2^32.
 */
export const MAX_OPTIONS = 2 ** 16;

/** Most choices along one candidate: 16 for each layer of the deepest. */
export const MAX_CHOICES = 2 ** 16;
