/** `zerolm/onnx`: models as ONNX graphs. */
export { buildForward } from '../forward/build-forward.ts';
export { drawFeeds, type FeedOptions } from '../forward/draw-feeds.ts';
export { findForwardProblem } from '../forward/find-forward-problem.ts';
export type {
  ForwardInputs,
  ForwardOptions,
  ForwardPass,
  Padding,
} from '../forward/forward-pass.ts';
export { modelGraph, type ModelGraph, type ModelGraphOptions } from '../forward/model-graph.ts';
export { nextTokenLoss } from '../forward/next-token-loss.ts';
export { outputSumLoss } from '../forward/output-sum-loss.ts';
export { writeModel, type WriteModelOptions, type WrittenModel } from '../forward/write-model.ts';
export { differentiate, type GradientLookup } from '../onnx/differentiate.ts';
export {
  externalDataPieces,
  layOutExternalData,
  type ExternalTensor,
} from '../onnx/external-data.ts';
export { GraphBuilder } from '../onnx/graph-builder.ts';
export { GraphError } from '../onnx/graph-error.ts';
export {
  ELEMENT_TYPES,
  type Attribute,
  type Attributes,
  type ElementType,
  type Graph,
  type GraphNode,
  type GraphValue,
  type TensorData,
  type ValueType,
} from '../onnx/graph.ts';
export type { Application, GradientRequest, GradientRule, Operator } from '../onnx/operator.ts';
export { OPERATORS, operatorNamed } from '../onnx/operators/registry.ts';
export { ONNX_OPSET, onnxPieces, writeOnnx, type WriteOnnxOptions } from '../onnx/write-onnx.ts';
export { pytorchModule, type PytorchModule } from '../pytorch/pytorch-module.ts';
export { drawTokens } from '../runtime/draw-tokens.ts';
