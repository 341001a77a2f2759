import type { Block } from '../architecture/architecture.ts';
import { add, mul } from '../onnx/compose/arithmetic.ts';
import type { GraphValue } from '../onnx/graph.ts';
import { buildFeedForward } from './feed-forward.ts';
import type { BlockTaps } from './forward-pass.ts';
import { normLayer } from './layers.ts';
import { buildLinearTransform } from './linear-transform.ts';
import type { OperationTaps } from './operation-taps.ts';
import type { PassContext } from './pass-context.ts';
import { buildSelfAttention } from './self-attention.ts';
import { buildSeparableConvolution } from './separable-convolution.ts';
import { tapped } from './tapped.ts';

/**
 * One block: a token-mixing operation and feed-forward layers, each with a residual and a norm
 * after the sum (BERT) or before the layers (GPT-2). Parallel feed-forward layers read what the
 * operation reads, before or after its norm. A linear transform has neither in front of the
 * feed-forward layers: in the released code of FlexiBERT what it gives takes the place of its input.
 *
 * @param index of the block, from 0
 * @param path of the block's weights
 * @param value [batch, length, h]
 */
export function buildBlock(
  context: PassContext,
  block: Block,
  index: number,
  path: string,
  value: GraphValue,
): BlockTaps {
  const { builder, names } = context;
  const { norm, parallel, residualScale } = block;
  const pre = norm === 'pre';
  const operationNorm = `${path}.${names.operationNorm}`;
  const feedForwardNorm = `${path}.${names.feedForwardNorm}`;
  const before = (at: string, input: GraphValue): GraphValue =>
    pre ? normLayer(context, at, input) : input;
  const after = (at: string, sum: GraphValue): GraphValue =>
    pre ? sum : normLayer(context, at, sum);
  const joined = (mixed: GraphValue, residual: GraphValue): GraphValue =>
    add(builder, residualScale === 1 ? mixed : mul(builder, mixed, residualScale), residual);
  const isTransform = block.operation.kind === 'linear-transform';
  const read = isTransform ? value : before(operationNorm, value);
  const operationPath = `${path}.${names.operation}`;
  const { mixed, ...taps } = buildOperation(context, block, index, operationPath, read);
  const operationOutput = isTransform
    ? tapped(builder, mixed)
    : after(operationNorm, joined(mixed, value));
  const readNext =
    parallel === 'one-norm'
      ? read
      : before(feedForwardNorm, parallel === null ? operationOutput : value);
  const fed = buildFeedForward(context, block, path, readNext);
  return {
    operation: block.operation.kind,
    input: value,
    ...taps,
    operationOutput,
    preActivations: fed.preActivations,
    activations: fed.activations,
    output: after(feedForwardNorm, joined(fed.mixed, operationOutput)),
  };
}

function buildOperation(
  context: PassContext,
  block: Block,
  index: number,
  path: string,
  value: GraphValue,
): OperationTaps {
  const { operation } = block;
  switch (operation.kind) {
    case 'self-attention':
      return buildSelfAttention(context, block, operation, index, path, value);
    case 'linear-transform':
      return buildLinearTransform(context, block, operation, path, value);
    case 'separable-convolution':
      return buildSeparableConvolution(context, block, operation, path, value);
    default:
      // See findForwardProblem, which refuses it.
      throw new RangeError(`the operation ${block.operation.kind} can't be run`);
  }
}
