import type { Architecture } from '../architecture/architecture.ts';
import type { Problem } from '../problem.ts';
import type { Axis } from './axis.ts';
import type { Choices } from './choices-at.ts';
import type { Constraint } from './constraint.ts';

/** A set of candidates, each described by the choices along its axes. */
export interface SearchSpace<Spec extends object = object> {
  /** The file it came from. */
  readonly source: string;
  /** The name of the streams of its random numbers. */
  readonly stream: string;
  readonly axes: readonly Axis[];
  /** The spec of a candidate: a new object, whose constant parts are shared. */
  readonly build: (choices: Choices) => Spec;
  readonly constraints: readonly Constraint[];
  /** Whether every candidate is known to be a valid spec. */
  readonly alwaysValid: boolean;
  /** The prefix of the ids of its candidates. */
  readonly idPrefix: string;
  readonly warnings: readonly Problem[];
  /** The trained model that its candidates are sub-networks of; absent where they are of none. */
  readonly subNetworksOf?: TrainedModel;
}

/** A trained model. */
export interface TrainedModel {
  /** The path of its checkpoint, or of the folder that this is in. */
  readonly path: string;
  readonly architecture: Architecture;
  /** Its config, as it is in the file. */
  readonly config: object;
}

/** Most values of one list: drawn from 32 random bits, with a bias of their number over 2^32. */
export const MAX_OPTIONS = 2 ** 16;

/** Most choices along one candidate: 16 for each layer of the deepest. */
export const MAX_CHOICES = 2 ** 16;
