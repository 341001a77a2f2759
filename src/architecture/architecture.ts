import type { Blocks } from './block.ts';
import type { Embedding } from './embedding.ts';
import type { Family } from './family.ts';
import type { Head } from './head.ts';
import type { Naming } from './naming-tables.ts';
import type { NormKind } from './norm.ts';
import type { Poolers } from './pooler.ts';
import type { Positions } from './positions.ts';

/**
 * The description of one candidate: all that its weights and its function depend on.
 * `completeArchitecture` makes one of the fields that are not as usual.
 */
export interface Architecture extends Poolers {
  readonly family: Family;
  readonly embedding: Embedding;
  readonly blocks: Blocks;
  readonly positions: Positions;
  /** Whether a norm follows the last block of each stack, as in GPT-2. */
  readonly finalNorm: boolean;
  /** What all norms of the model have. */
  readonly normKind: NormKind;
  /** Added to the variance of what a norm takes. */
  readonly normEpsilon: number;
  /** What predicts tokens; null where it has no weights of its own. */
  readonly head: Head | null;
  /** The model whose checkpoint names the weights have. */
  readonly naming: Naming;
  /** Standard deviation of the weights at initialization, where the scheme uses one. */
  readonly initializerRange: number;
}
