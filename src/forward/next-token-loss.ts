import type { Architecture } from '../architecture/architecture.ts';
import { isProjected } from '../architecture/embedding-weights.ts';
import { WEIGHT_NAMES } from '../architecture/naming-tables.ts';
import { add } from '../onnx/compose/arithmetic.ts';
import { neg } from '../onnx/compose/functions.ts';
import { asMatrix, gemm, matmul } from '../onnx/compose/matmul.ts';
import { reduceMean } from '../onnx/compose/reductions.ts';
import { gatherElements } from '../onnx/compose/selections.ts';
import { reshape, slice } from '../onnx/compose/shapes.ts';
import { logSoftmax } from '../onnx/compose/softmax.ts';
import type { GraphValue } from '../onnx/graph.ts';
import { failure, success, type Result } from '../result.ts';
import { classLikelihoods } from './class-loss.ts';
import { ownPlace } from './embedding.ts';
import { finishLogits } from './finish-logits.ts';
import type { ForwardPass } from './forward-pass.ts';

/**
 * The mean cross-entropy of the next token, a scalar: the output at each token but the last predicts
 * the token after it, among the tokens that the pass has rows for, which are those of the batch.
 *
 * The logit of a token is the product of the output and its vector in the embedding (weights are
 * tied, Press and Wolf 2017), whatever head the architecture has: a head's own weights take no part,
 * nor do the clusters of an adaptive softmax. Of an adaptive embedding the projected vectors count,
 * without what the input is multiplied by. The head's scale and cap count. Where the output is not of
 * the size of those vectors it goes back through the transposed projections, of one that takes several
 * tokens through the part of the token itself.
 *
 * A model of images has no next token: see `classLikelihoods`, whose mean takes its place.
 *
 * @returns a failure where sequences have one token only, and for a linear pass
 */
export function nextTokenLoss(pass: ForwardPass): Result<GraphValue> {
  const likelihoods = likelihoodsOf(pass);
  if (!likelihoods.ok) return likelihoods;
  const { builder } = pass;
  return success(neg(builder, reduceMean(builder, likelihoods.value)));
}

/** The same for each sequence of the batch, [B]. */
export function nextTokenLosses(pass: ForwardPass): Result<GraphValue> {
  const likelihoods = likelihoodsOf(pass);
  if (!likelihoods.ok) return likelihoods;
  const { builder, batch } = pass;
  const [all = 0] = likelihoods.value.shape;
  const rows = reshape(builder, likelihoods.value, [batch, all / batch]);
  return success(neg(builder, reduceMean(builder, rows, [1])));
}

/** The logarithms of the likelihoods of next tokens, or of classes, sequence by sequence, [n, 1]. */
function likelihoodsOf(pass: ForwardPass): Result<GraphValue> {
  const { builder, inputs, tokenEmbeddings, batch, sequenceLength, hidden } = pass;
  const { tokens, tokenBias, images } = inputs;
  if (images !== null) return success(classLikelihoods(pass, images));
  if (tokens === null || tokenEmbeddings === null) {
    return failure('a linear pass has no tokens to predict');
  }
  if (sequenceLength < 2)
    return failure('a sequence of one token has no next token: take at least 2');
  const outputs = toEmbeddingSize(pass, slice(builder, hidden, 1, 0, sequenceLength - 1));
  const products = gemm(builder, asMatrix(builder, outputs), tokenEmbeddings, { transposeB: true });
  const logits = finishLogits(builder, pass.architecture.head, products);
  const masked = tokenBias === null ? logits : add(builder, logits, tokenBias);
  const next = slice(builder, tokens, 1, 1, sequenceLength);
  const places = reshape(builder, next, [batch * (sequenceLength - 1), 1]);
  return success(gatherElements(builder, logSoftmax(builder, masked, 1), places, 1));
}

/** Outputs [..., hidden size] projected to the size of the embedding, [..., embedding size]. */
function toEmbeddingSize(pass: ForwardPass, outputs: GraphValue): GraphValue {
  const size = pass.tokenEmbeddings?.shape[1];
  const steps = projectionsOf(pass.architecture);
  let value = outputs;
  for (;;) {
    const width = value.shape.at(-1);
    // The first that leads to this width, so that the way back is as short as can be.
    const step = steps.find(({ to, from }) => to === width && from !== width);
    if (width === size || step === undefined) return value;
    const weight = pass.weights.get(`${step.path}.weight`);
    if (weight === undefined) return value;
    const own = ownPlace(step.tokens) * step.from;
    const matrix =
      step.tokens === 1 ? weight.value : slice(pass.builder, weight.value, 1, own, own + step.from);
    value = matmul(pass.builder, value, matrix);
  }
}

/** A layer that changes the width of what the blocks pass on. */
interface Projection {
  readonly path: string;
  readonly from: number;
  readonly to: number;
  /** Tokens of which it takes vectors of that width together. */
  readonly tokens: number;
}

/** The layers that change the width of what the blocks pass on, in their order. */
function projectionsOf({ naming, embedding, blocks }: Architecture): readonly Projection[] {
  const names = WEIGHT_NAMES[naming];
  const [first] = blocks;
  const ofEmbedding = isProjected(embedding, first.hiddenSize)
    ? [
        {
          path: names.embeddingProjection,
          from: embedding.embeddingSize,
          to: first.hiddenSize,
          tokens: embedding.projectedTokens,
        },
      ]
    : [];
  const between = blocks.map(({ hiddenSize }, index) => ({
    path: `${names.blocks}.${index}.projection`,
    from: hiddenSize,
    to: blocks[index + 1]?.hiddenSize ?? hiddenSize,
    tokens: 1,
  }));
  return [...ofEmbedding, ...between];
}
