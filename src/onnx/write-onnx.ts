import { ENTRY_BYTES, entryBytes, type ExternalTensor } from './external-data.ts';
import {
  ONNX_ELEMENT_TYPES,
  type Attribute,
  type Graph,
  type GraphNode,
  type GraphValue,
  type TensorData,
  type ValueType,
} from './graph.ts';
import { GraphError } from './graph-error.ts';
import { ProtobufMessage } from './protobuf-message.ts';
import { sameShape, shapeText, sizeOfShape } from './shape.ts';

/** How {@link writeOnnx} writes a graph. */
export interface WriteOnnxOptions {
  /** Name of the graph. */
  readonly name: string;
  /** Inputs of the graph that become weights inside the file, by their names. */
  readonly weights?: ReadonlyMap<string, TensorData>;
  /** Inputs of the graph that become weights in a file beside it. */
  readonly externalData?: {
    /** Path of that file, relative to the model's. */
    readonly location: string;
    /** The place of each weight in it, by the names of the inputs. */
    readonly tensors: ReadonlyMap<string, ExternalTensor>;
  };
}

/** The version of the operators. */
export const ONNX_OPSET = 17;

/** The version of the file format of {@link ONNX_OPSET}. */
const IR_VERSION = 8;

/** Readers of protobuf accept messages of less than 2 GiB. */
const LARGEST_FILE = 2 ** 31 - 1;

/** The numbers of the kinds of attributes in ONNX (`AttributeProto.AttributeType`). */
const ATTRIBUTE_TYPES = { float: 1, int: 2, string: 3, ints: 7 } as const;

/** `TensorProto.EXTERNAL`. */
const EXTERNAL = 1;

/**
 * The bytes of a model file: the graph as an ONNX `ModelProto` of opset 17. Field numbers are those
 * of onnx.proto (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto), in ascending order.
 *
 * @throws GraphError where a weight is no input of the graph or of another type or shape, or the
 * file would be larger than protobuf allows
 */
export function writeOnnx(graph: Graph, options: WriteOnnxOptions): Uint8Array {
  return modelMessage(graph, options).finish();
}

/**
 * The same bytes piece by piece: the entries of a weight are requested when it is written, so that
 * weights that make them on demand are in memory one at a time.
 *
 * @throws GraphError as {@link writeOnnx} does, before the first piece
 */
export function onnxPieces(graph: Graph, options: WriteOnnxOptions): Iterable<Uint8Array> {
  return modelMessage(graph, options).pieces();
}

function modelMessage(graph: Graph, options: WriteOnnxOptions): ProtobufMessage {
  const { weights = new Map<string, TensorData>(), externalData } = options;
  const inputs = new Map(graph.inputs.map((input) => [input.name, input]));
  const message = new ProtobufMessage();
  for (const node of graph.nodes) message.message(1, nodeMessage(node));
  message.text(2, options.name);
  for (const [name, tensor] of [...graph.constants, ...weights]) {
    if (weights.has(name)) checkWeight(name, tensor, inputs.get(name));
    const bytes = sizeOfShape(tensor.shape) * ENTRY_BYTES[tensor.type];
    const entries = (): Uint8Array => entryBytes(tensor.data);
    message.message(5, tensorMessage(name, tensor).deferred(9, bytes, entries));
  }
  for (const [name, place] of externalData?.tensors ?? []) {
    const input = inputs.get(name);
    if (input === undefined) throw new GraphError(`the graph has no input ${name}`);
    message.message(5, externalMessage(input, externalData?.location ?? '', place));
  }
  for (const input of graph.inputs) {
    const isWeight = weights.has(input.name) || externalData?.tensors.has(input.name);
    if (isWeight !== true) message.message(11, valueMessage(input, graph));
  }
  for (const output of graph.outputs) message.message(12, valueMessage(output, graph));
  const model = new ProtobufMessage()
    .integer(1, IR_VERSION)
    .text(2, 'zerolm')
    .message(7, message)
    .message(8, new ProtobufMessage().text(1, '').integer(2, ONNX_OPSET));
  if (model.length > LARGEST_FILE) {
    throw new GraphError('the file would be larger than 2 GiB: put the weights beside it');
  }
  return model;
}

function checkWeight(name: string, weight: TensorData, input: GraphValue | undefined): void {
  if (input === undefined) throw new GraphError(`the graph has no input ${name}`);
  if (weight.type !== input.type || !sameShape(weight.shape, input.shape)) {
    throw new GraphError(
      `the weight ${name} is ${weight.type} ${shapeText(weight.shape)}, ` +
        `not ${input.type} ${shapeText(input.shape)}`,
    );
  }
}

function nodeMessage({ operator, inputs, outputs, attributes }: GraphNode): ProtobufMessage {
  const message = new ProtobufMessage();
  for (const { name } of inputs) message.text(1, name);
  for (const { name } of outputs) message.text(2, name);
  message.text(4, operator);
  for (const [name, attribute] of Object.entries(attributes)) {
    message.message(5, attributeMessage(name, attribute));
  }
  return message;
}

function attributeMessage(name: string, attribute: Attribute): ProtobufMessage {
  const message = new ProtobufMessage().text(1, name);
  switch (attribute.kind) {
    case 'float':
      message.single(2, attribute.value);
      break;
    case 'int':
      message.integer(3, attribute.value);
      break;
    case 'string':
      message.text(4, attribute.value);
      break;
    case 'ints':
      for (const value of attribute.value) message.integer(8, value);
      break;
  }
  return message.integer(20, ATTRIBUTE_TYPES[attribute.kind]);
}

function tensorMessage(name: string, { type, shape }: ValueType): ProtobufMessage {
  const message = new ProtobufMessage();
  for (const length of shape) message.integer(1, length);
  return message.integer(2, ONNX_ELEMENT_TYPES[type]).text(8, name);
}

function externalMessage(
  input: GraphValue,
  location: string,
  { offset, length }: ExternalTensor,
): ProtobufMessage {
  const message = tensorMessage(input.name, input);
  const entries = { location, offset: String(offset), length: String(length) };
  for (const [key, value] of Object.entries(entries)) {
    message.message(13, new ProtobufMessage().text(1, key).text(2, value));
  }
  return message.integer(14, EXTERNAL);
}

function valueMessage({ name, type, shape }: GraphValue, graph: Graph): ProtobufMessage {
  const dimensions = new ProtobufMessage();
  for (const length of graph.dimensions?.get(name) ?? shape) {
    const dimension = new ProtobufMessage();
    dimensions.message(
      1,
      typeof length === 'string' ? dimension.text(2, length) : dimension.integer(1, length),
    );
  }
  const tensor = new ProtobufMessage().integer(1, ONNX_ELEMENT_TYPES[type]).message(2, dimensions);
  return new ProtobufMessage().text(1, name).message(2, new ProtobufMessage().message(1, tensor));
}
