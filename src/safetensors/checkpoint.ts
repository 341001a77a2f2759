import type { Family } from '../architecture/family.ts';
import type { Packing } from '../architecture/packing.ts';
import type { SubModule } from '../architecture/weight.ts';
import type { Tensor } from './tensor.ts';

/** A tensor that is a weight of a model. */
export interface CheckpointWeight extends Tensor {
  /** How its matrix was quantized, so that the file does not hold its entries; null where it does. */
  readonly quantization: string | null;
  /** `other` also for what no name of the table matches. */
  readonly subModule: SubModule | 'other';
  /** Index of the block, from 0; null outside the blocks. */
  readonly block: number | null;
  /** Whether it counts as parameters alone, whatever its shape. */
  readonly plain: boolean;
  /** Whether its output is added to the residual stream. */
  readonly writesResidual: boolean;
  /** Whether its matrix has the inputs first, as GPT-2's of transformers. */
  readonly inputFirst: boolean;
  /** How it holds several matrices; null where it is one. */
  readonly packing: Packing | null;
}

/** A model as its checkpoint has it: weights with their places, but no architecture. */
export interface Checkpoint {
  /** The file that was named: the only one, or the index of several. */
  readonly path: string;
  /** The table that its names are of; null where it is of none that zerolm knows. */
  readonly naming: { readonly name: string; readonly family: Family } | null;
  /**
   * In the order of the inventory of such a model, whatever their order in the file: sums of their
   * capacities depend on it in the last bit.
   */
  readonly weights: readonly CheckpointWeight[];
  /** One more than the largest index of a block. */
  readonly blockCount: number;
  /** Names of weights that the table does not match: they count as parameters alone. */
  readonly unmatched: readonly string[];
  /**
   * Names of tensors that are no parameters, as masks, positions, scales of packed weights and tensors
   * without entries: they count for nothing.
   */
  readonly buffers: readonly string[];
}
