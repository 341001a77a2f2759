import type { MatrixShape } from '../capacity/matrix-shape.ts';
import type { InitializedWeight } from '../initialization/initialization-scheme.ts';

/** A matrix that the Neural Spectral Capacity counts. */
export interface SpectralMatrix extends MatrixShape {
  /** How many of them there are. */
  readonly count: number;
  /** The weight that it is, or is a part of: its initialization is that of the whole. */
  readonly weight: InitializedWeight;
}
