import type { GraphValue } from '../onnx/graph.ts';
import type { MixingTaps } from './forward-pass.ts';

/** What a token-mixing operation gives. */
export interface OperationTaps extends MixingTaps {
  /** Behind the output projection, before residual and norm, [batch, length, h]. */
  readonly mixed: GraphValue;
}
