import type { Family } from './family.ts';
import type { Weight } from './weight.ts';

/** A model as the list of its weights, which is all that a score has to know of it. */
export interface ListedModel {
  readonly family: Family;
  /** Blocks that weights may belong to, from 0. */
  readonly blockCount: number;
  readonly weights: readonly Weight[];
}
