import type { GraphValue } from '../onnx/graph.ts';
import type { BlockTaps } from './forward-pass.ts';

/** What a token-mixing operation gives. */
export interface OperationTaps extends Pick<
  BlockTaps,
  'projections' | 'probabilities' | 'kernels' | 'headOutputs'
> {
  /** Behind the output projection, before residual and norm, [batch, length, h]. */
  readonly mixed: GraphValue;
}
