import type { Block } from '../block.ts';
import type { Operation } from '../operation.ts';
import type { WeightNames } from '../weight-names.ts';
import type { WeightSink } from '../weight-sink.ts';
import type { ClosedSums } from './closed-sums.ts';
import type { ShapeMatrix } from './shape-matrix.ts';

/** The sizes of a forward pass. */
export interface PassSizes {
  readonly batch: number;
  /** Tokens of a sequence. */
  readonly length: number;
  /** Vectors of distances that the embedding has. */
  readonly distances: number;
  /** Tokens that one token attends to where attention is causal; those of a sequence if absent. */
  readonly context?: number;
}

/** The field that tells operations of one kind apart. */
export interface OperationParameter {
  readonly name: string;
  readonly values: readonly [string, ...string[]] | 'odd-numbers';
}

/** Everything about an operation that follows from the sizes of its block. */
export interface OperationForm<Own extends Operation> {
  /** What makes a name, and a choice of a change, of it; null where all of its kind are alike. */
  readonly parameter: OperationParameter | null;
  /** Whether a norm belongs to it. */
  readonly normed: boolean;
  /** Lists its weights: names, shapes, biases. */
  list(block: Block, operation: Own, path: string, names: WeightNames, list: WeightSink): void;
  /**
   * Adds what {@link list} lists, in the same order, without listing it; false where that has to be
   * done. Without it, it always has.
   */
  sum?(block: Block, operation: Own, sums: ClosedSums): boolean;
  /** Its weight matrices: query, key and value by heads, all else whole. */
  matrices(block: Block, operation: Own): ShapeMatrix[];
  /** The matrices that the authors of the Neural Spectral Capacity count for it. */
  paperMatrices(block: Block, operation: Own): ShapeMatrix[];
  /** Multiply-adds per token. */
  multiplyAdds(block: Block, operation: Own, pass: Omit<PassSizes, 'batch'>): number;
  /**
   * The most numbers alive in one of its steps besides the input of the block.
   *
   * @param copy numbers of the input after a norm of its own
   */
  peakActivations(block: Block, operation: Own, pass: PassSizes, copy: number): number;
}
