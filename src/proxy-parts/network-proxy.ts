import type { Architecture } from '../architecture/architecture.ts';
import type { ForwardPass } from '../forward/forward-pass.ts';
import type { GradientLookup } from '../onnx/differentiate.ts';
import type { GraphValue, TensorData } from '../onnx/graph.ts';
import type { Result } from '../result.ts';
import type { ProxyFacts } from './proxy-facts.ts';
import type { OwnSettings } from './proxy-setting.ts';

/** A proxy that runs the network. */
export interface NetworkProxy extends ProxyFacts {
  readonly needs: 'network';
  /** The pass that it reads: the network itself, or SynFlow's linear one. */
  readonly pass: 'network' | 'linear';
  /** Adds what it measures to the graph; a failure where the architecture has no such part. */
  readonly measure: (pass: MeasuredPass) => Result<NetworkMeasure>;
}

/** A pass that proxies add to. */
export interface MeasuredPass {
  readonly architecture: Architecture;
  /** Its builder is that of the graph. */
  readonly forward: ForwardPass;
  /** The settings that proxies declare. */
  readonly own: OwnSettings;
  /** A scalar: the loss of the settings, or in the linear pass the sum of the outputs. */
  readonly loss: GraphValue;
  /** The losses of the sequences, [B], whose mean is the loss; or whose sum, of the output sum. */
  readonly losses: GraphValue;
  /** The gradient of the loss, by one backward pass for all; null where it depends on nothing. */
  readonly gradientOf: GradientLookup;
  /** The same of any other scalar; one backward pass for each, as far as some values: `differentiate`. */
  readonly differentiate: (of: GraphValue, until?: readonly GraphValue[]) => GradientLookup;
}

/** The outputs that a proxy reads after a run of the graph, and its score of them. */
export interface NetworkMeasure {
  readonly outputs: readonly GraphValue[];
  /** From the entries of those outputs to the score; a failure if it is not finite. */
  readonly score: (tensors: readonly TensorData[]) => Result<number>;
}
