import { gemm } from '../onnx/compose/matmul.ts';
import { reduceMean } from '../onnx/compose/reductions.ts';
import { gatherElements } from '../onnx/compose/selections.ts';
import { reshape, slice } from '../onnx/compose/shapes.ts';
import { logSoftmax } from '../onnx/compose/softmax.ts';
import type { GraphValue } from '../onnx/graph.ts';
import type { ForwardPass, ImageInputs } from './forward-pass.ts';

/** Classes that an image may be of, as in ImageNet, on which such models are compared. */
export const CLASSES = 1000;

/**
 * The logarithms of the likelihoods of the classes of images, [batch, 1]: image b of the batch is of class b modulo
 * {@link CLASSES}, and the logit of a class is the product of its vector, which the seed draws, and of
 * the output at the class token, or of the mean of all outputs where there is none: a new classifier on
 * drawn images, whose classes are as good as any. A model's own classifier is no part of it.
 */
export function classLikelihoods(
  { builder, batch, hidden, architecture }: ForwardPass,
  { classes }: ImageInputs,
): GraphValue {
  const { input } = architecture.embedding;
  const hasToken = input?.kind === 'patches' && input.extraTokens > 0;
  const width = hidden.shape.at(-1) ?? 1;
  const vectors = hasToken
    ? reshape(builder, slice(builder, hidden, 1, 0, 1), [batch, width])
    : reduceMean(builder, hidden, [1]);
  const likelihoods = logSoftmax(builder, gemm(builder, vectors, classes, { transposeB: true }), 1);
  const labels = Array.from({ length: batch }, (_, index) => index % CLASSES);
  const own = builder.constant(labels, [batch, 1], 'int64');
  return gatherElements(builder, likelihoods, own, 1);
}
