import type { Embedding, PatchInput } from '../architecture/embedding.ts';
import { imageLength, patchesOfSide } from '../architecture/image-length.ts';
import { add } from '../onnx/compose/arithmetic.ts';
import { linear } from '../onnx/compose/matmul.ts';
import { concat, expand, filled, reshape, slice, transpose } from '../onnx/compose/shapes.ts';
import type { GraphValue } from '../onnx/graph.ts';
import { nth } from '../onnx/shape.ts';
import { normLayer } from './layers.ts';
import type { PassContext } from './pass-context.ts';

/**
 * What enters the first block of a model that reads images (Dosovitskiy et al. 2021, equation 1): a
 * linear layer of each patch, after the learned class token and those that follow it, with a learned
 * vector for each position. Where there are none for the vectors between the class token and the
 * patches, as of the registers of DINOv2, these have no position, nor has any learned vector where
 * there are as many positions as patches (PiT).
 *
 * In a linear pass every pixel is 1.
 *
 * @param pixels [batch, channels, height, width]; null in a linear pass
 * @returns [batch, length, h]
 */
export function buildPatches(
  context: PassContext,
  embedding: Embedding,
  input: PatchInput,
  pixels: GraphValue | null,
): GraphValue {
  const { builder, weights, names, batch } = context;
  const { extraTokens } = input;
  const matrix = weights.get(`${names.patches}.weight`);
  const size = nth(matrix.shape, 0);
  const bias = input.bias ? weights.get(`${names.patches}.bias`) : null;
  const patches = linear(
    builder,
    cutPatches(context, input, pixels),
    byCells(context, input, matrix),
    bias,
  );
  const learned = (path: string, count: number): GraphValue =>
    expand(builder, weights.get(path), [batch, count, size]);
  const first = extraTokens > 0 ? [learned(names.classToken, 1)] : [];
  const further = extraTokens > 1 ? [learned(names.furtherTokens, extraTokens - 1)] : [];
  const count = embedding.maxPositionEmbeddings;
  const placed = (parts: readonly GraphValue[]): GraphValue => {
    const all = concat(builder, parts, 1);
    return count === 0 ? all : add(builder, all, positionsOf(context, count));
  };
  const entering =
    count === 0 || count === imageLength(embedding)
      ? placed([...first, ...further, patches])
      : count === patchesOfSide(input) ** 2
        ? concat(builder, [...first, ...further, placed([patches])], 1)
        : between(context, placed([...first, patches]), further);
  return embedding.norm ? normLayer(context, names.embeddingNorm, entering) : entering;
}

function positionsOf({ builder, weights, names }: PassContext, count: number): GraphValue {
  const positions = weights.get(names.patchPositions);
  return reshape(builder, positions, [count, nth(positions.shape, positions.shape.length - 1)]);
}

/** Vectors without positions after the first of the others. */
function between(
  { builder }: PassContext,
  value: GraphValue,
  further: readonly GraphValue[],
): GraphValue {
  const length = nth(value.shape, 1);
  const [first, rest] = [slice(builder, value, 1, 0, 1), slice(builder, value, 1, 1, length)];
  return concat(builder, [first, ...further, rest], 1);
}

/**
 * The patches from left to right and from top to bottom, [batch, patches, k * k * channels * s * s]:
 * each the k x k cells of s x s pixels that it is of, s the stride.
 */
function cutPatches(
  { builder, batch }: PassContext,
  input: PatchInput,
  pixels: GraphValue | null,
): GraphValue {
  const { channels, imageSize, patchSize, stride: s = patchSize } = input;
  const side = patchesOfSide(input);
  const k = patchSize / s;
  const width = channels * s * s;
  if (pixels === null) return filled(builder, 1, [batch, side * side, k * k * width]);
  const cells = imageSize / s;
  const parted = reshape(builder, pixels, [batch, channels, cells, s, cells, s]);
  const ordered = transpose(builder, parted, [0, 2, 4, 1, 3, 5]);
  if (k === 1) return reshape(builder, ordered, [batch, side * side, width]);
  const grid = reshape(builder, ordered, [batch, cells, cells, width]);
  const places = Array.from({ length: k }, (_, place) => place);
  const shifted = places.flatMap((row) => {
    const ofRow = slice(builder, grid, 1, row, row + side);
    return places.map((column) => slice(builder, ofRow, 2, column, column + side));
  });
  return reshape(builder, concat(builder, shifted, 3), [batch, side * side, k * k * width]);
}

/** The matrix of patches, [outputs, channels, p, p], with its inputs in the order of the cells. */
function byCells(
  { builder }: PassContext,
  { channels, patchSize, stride: s = patchSize }: PatchInput,
  matrix: GraphValue,
): GraphValue {
  const size = nth(matrix.shape, 0);
  const k = patchSize / s;
  const parted = reshape(builder, matrix, [size, channels, k, s, k, s]);
  const ordered = transpose(builder, parted, [0, 2, 4, 1, 3, 5]);
  return reshape(builder, k === 1 ? matrix : ordered, [size, channels * patchSize ** 2]);
}
