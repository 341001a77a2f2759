import type { Family } from '../architecture/family.ts';
import type { SubModule } from '../architecture/weight.ts';

/** What the weights of a block are called inside it, in the order of an inventory. */
export interface BlockNames {
  readonly attention: readonly string[];
  readonly feedForward: readonly string[];
  /** What belongs to neither, as norms on the residual stream. */
  readonly other?: readonly string[];
  /** Those of attention and feed-forward whose output is added to the residual stream. */
  readonly residual: readonly string[];
  /** Those that are parameters alone, whatever their shape: biases of distances, scales of heads. */
  readonly plain?: readonly string[];
  /** Whole names of what is no parameter, as masks. */
  readonly buffers?: readonly string[];
}

/**
 * How the weights of a family of models are called in their checkpoints. Names are without the
 * `.weight` or `.bias` after them; `#` stands for a number.
 */
export interface NameTable {
  /** What messages call it: the families by their model types. */
  readonly name: string;
  /** Decides the default balance. */
  readonly family: Family;
  /** What may precede every name: it depends on the head that a model was saved with. */
  readonly prefixes: readonly string[];
  readonly embedding: readonly string[];
  /** Stacks of blocks, by what precedes their index; the next one counts on. */
  readonly stacks: Readonly<Record<string, BlockNames>>;
  /** Whether the index of a block follows the first part of a name in it, and its stack has no name. */
  readonly indexAfterPart?: boolean;
  /** Names outside the blocks of what belongs to the attention of the first one. */
  readonly firstAttention?: readonly string[];
  /** Of the names outside the blocks, those that are parameters alone, whatever their shape. */
  readonly plain?: readonly string[];
  /** Outside the blocks and of no sub-module: final norms, poolers. */
  readonly other: readonly string[];
  /** First parts of names that belong to heads, whatever follows. */
  readonly heads: readonly string[];
  /** Whole names of what is no parameter. */
  readonly buffers?: readonly string[];
  /**
   * Names in a block whose matrices a checkpoint may hold with the inputs first, where another has
   * the outputs first: the square-free one of them tells which.
   */
  readonly fusedProjection?: string;
  /** Whether stacked experts have the inputs first, whatever their shapes. */
  readonly expertInputsFirst?: boolean;
  /** Whether rows of a gate and of what it multiplies take turns where one tensor holds both. */
  readonly gateInPairs?: boolean;
  /** Turns of queries, keys and values in one tensor where their number is that of no heads. */
  readonly fusedTurns?: number | undefined;
}

/** Which part a name belongs to, and its place in the order of the table. */
export interface NameRule {
  readonly part: SubModule | 'other' | 'buffer';
  /** That of the first rule of its group, as of all weights of an expert; then its own. */
  readonly group: number;
  readonly order: number;
  /** Which stack of blocks, null outside them. */
  readonly stack: number | null;
  readonly residual: boolean;
  /** Whether it counts as parameters alone, whatever its shape. */
  readonly plain: boolean;
}
