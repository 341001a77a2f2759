import { WeightList } from './weight-list.ts';
import type { WeightMatrix } from './weight.ts';

/** A list of what counts for capacity: of biases and norms, nothing is kept. */
export class MatrixSink extends WeightList {
  /** The matrices, in the order in which they were named. */
  get matrices(): WeightMatrix[] {
    return this.weights.filter((weight) => weight.counts === 'capacity');
  }

  override bias(): void {
    // Asked for with most matrices.
  }

  override scale(): void {
    // As with biases.
  }

  override norm(): void {
    // As with biases.
  }

  protected override constant(): void {
    // No constant counts for capacity.
  }
}
