import type { Block, SelfAttention } from '../architecture/architecture.ts';
import { attentionWidth, headSizeOf } from '../architecture/operations/attention-sizes.ts';
import { linear } from '../onnx/compose/matmul.ts';
import { slice } from '../onnx/compose/shapes.ts';
import type { GraphValue } from '../onnx/graph.ts';
import { attend, attendUniformly } from './attend.ts';
import { mergeHeads } from './heads.ts';
import { linearLayer } from './layers.ts';
import type { OperationTaps } from './operation-taps.ts';
import type { PassContext } from './pass-context.ts';
import { tapped } from './tapped.ts';

/**
 * Self-attention with its output projection. The weighted multiplicative form takes queries through
 * one more matrix over all heads, `softmax(Q W^T K^T / sqrt(d)) V` with W as PyTorch stores it: so
 * the released code of FlexiBERT has it (Serianni and Kalita 2023).
 *
 * In a linear pass attention prefers no token, so that it depends on values alone.
 *
 * @param value [batch, length, h]
 */
export function buildSelfAttention(
  context: PassContext,
  block: Block,
  operation: SelfAttention,
  index: number,
  path: string,
  value: GraphValue,
): OperationTaps {
  const { builder, names, weights } = context;
  const matrixOf = (at: string): GraphValue => weights.get(`${at}.self.similarity.weight`);
  const project = projector(context, block, operation, path, value);
  const shape = {
    heads: block.numAttentionHeads,
    causal: block.causal,
    divisor: divisorOf(block, operation, index),
  };
  const output = (mixed: GraphValue): GraphValue =>
    linearLayer(context, `${path}.${names.output}`, mergeHeads(builder, mixed));
  if (context.kind === 'linear') {
    const values = project('value');
    const headOutputs = attendUniformly(context, values, shape);
    const projections = [{ name: 'value', value: values }] as const;
    return {
      projections,
      probabilities: null,
      kernels: null,
      headOutputs,
      mixed: output(headOutputs),
    };
  }
  const [query, key, values] = [project('query'), project('key'), project('value')];
  const weighted =
    operation.similarity === 'weighted-multiplicative'
      ? tapped(builder, linear(builder, query, matrixOf(path), null))
      : null;
  const attended = attend(context, weighted ?? query, key, values, shape);
  return {
    projections: [
      { name: 'query', value: query },
      { name: 'key', value: key },
      { name: 'value', value: values },
      ...(weighted === null ? [] : [{ name: 'similarity', value: weighted } as const]),
    ],
    probabilities: attended.probabilities,
    kernels: null,
    headOutputs: attended.context,
    mixed: output(attended.context),
  };
}

/** What the scores of a block are divided by. */
function divisorOf(block: Block, operation: SelfAttention, index: number): number {
  const { scaling } = operation;
  if (typeof scaling === 'number') return scaling;
  const root = Math.sqrt(headSizeOf(block, operation));
  switch (scaling) {
    case 'head-size':
      return root;
    case 'layer':
      return index + 1;
    case 'head-size-and-layer':
      return root * (index + 1);
    case 'none':
      return 1;
  }
}

/** Gives queries, keys and values, [batch, length, a], from three layers or parts of one. */
function projector(
  context: PassContext,
  block: Block,
  operation: SelfAttention,
  path: string,
  value: GraphValue,
): (part: 'query' | 'key' | 'value') => GraphValue {
  const { names, builder } = context;
  if (!operation.fusedQueryKeyValue) {
    return (part) => tapped(builder, linearLayer(context, `${path}.${names[part]}`, value));
  }
  const all = linearLayer(context, `${path}.${names.queryKeyValue}`, value);
  const width = attentionWidth(block, operation);
  return (part) => {
    const at = ['query', 'key', 'value'].indexOf(part) * width;
    return slice(builder, all, 2, at, at + width);
  };
}
