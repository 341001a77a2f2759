import type { Block } from '../architecture/block.ts';
import type { SelfAttention } from '../architecture/operation.ts';
import {
  fusedRowsOf,
  type ProjectedPart,
} from '../architecture/operations/attention-projections.ts';
import {
  headSizeOf,
  keyValueHeadsOf,
  positionWays,
} from '../architecture/operations/attention-sizes.ts';
import { add, mul } from '../onnx/compose/arithmetic.ts';
import { linear } from '../onnx/compose/matmul.ts';
import { concat, reshape, slice } from '../onnx/compose/shapes.ts';
import type { GraphValue } from '../onnx/graph.ts';
import { attend, attendUniformly, type AttentionShape } from './attend.ts';
import { mergeHeads, partHeads, threeAxes } from './heads.ts';
import { latentHeads, scoreScale } from './latent-attention.ts';
import { linearLayer, normalized, normLayer } from './layers.ts';
import { slopesOf } from './linear-biases.ts';
import type { OperationTaps } from './operation-taps.ts';
import type { Memory, PassContext } from './pass-context.ts';
import { readDistances } from './read-distances.ts';
import { rotate } from './rotary.ts';
import { tapped } from './tapped.ts';

/**
 * Self-attention with its output projection. The weighted multiplicative form takes queries through
 * one more matrix over all heads, `softmax(Q W^T K^T / sqrt(d)) V` with W as PyTorch stores it: so
 * the released code of FlexiBERT has it (Serianni and Kalita 2023).
 *
 * In a linear pass attention prefers no token that may be seen, so that it depends on values alone.
 *
 * @param value [batch, length, h]
 * @param memory gives the keys and values, where these are not of the tokens themselves
 */
export function buildSelfAttention(
  context: PassContext,
  block: Block,
  operation: SelfAttention,
  index: number,
  path: string,
  value: GraphValue,
  memory: Memory = { value, context },
): OperationTaps {
  const { builder, names, weights } = context;
  const matrixOf = (at: string): GraphValue => weights.get(`${at}.self.similarity.weight`);
  const latent =
    operation.latent === null
      ? null
      : latentHeads(context, block, operation, operation.latent, path, value);
  const project = latent?.project ?? projector(context, block, operation, path, value);
  const recall =
    memory.value === value ? project : projector(context, block, operation, path, memory.value);
  const recallValues =
    memory.values === undefined
      ? recall
      : projector(context, block, operation, path, memory.values);
  const { numAttentionHeads: heads } = block;
  const groups = keyValueHeadsOf(block, operation);
  const output = (mixed: GraphValue): GraphValue =>
    linearLayer(context, `${path}.${names.output}`, mergeHeads(builder, mixed));
  if (context.kind === 'linear') {
    const values = recallValues('value');
    const parted = partHeads(builder, values, groups);
    const view = { causal: block.causal, window: operation.window };
    const headOutputs = attendUniformly(memory.context, parted, heads, view, {
      sinks: operation.sinks ? 1 : 0,
      queries: threeAxes(value)[1],
    });
    const projections = [{ name: 'value', value: values }] as const;
    return {
      projections,
      probabilities: null,
      kernels: null,
      headOutputs,
      mixed: output(headOutputs),
    };
  }
  const [query, key, values] = [project('query'), recall('key'), recallValues('value')];
  const weighted =
    operation.similarity === 'weighted-multiplicative'
      ? tapped(builder, linear(builder, query, matrixOf(path), null))
      : null;
  const place = placer(context, operation);
  const distances = readDistances(context, block, operation, path, weighted ?? query, key);
  const attended = attend(
    memory.context,
    latent?.query(query) ?? place(distances.query, heads, `${path}.${names.queryNorm}`),
    latent?.key(key) ?? place(key, groups, `${path}.${names.keyNorm}`),
    partHeads(builder, values, groups),
    {
      ...shapeOf(context, block, operation, index, path),
      products: distances.products,
      biases: distances.biases,
    },
  );
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

function shapeOf(
  context: PassContext,
  block: Block,
  operation: SelfAttention,
  index: number,
  path: string,
): AttentionShape {
  const { window, softCap } = operation;
  const positions = operation.positions ?? context.positions;
  const divisor = divisorOf(context, block, operation, index);
  return {
    ...{ causal: block.causal, window, softCap },
    sinks: operation.sinks ? context.weights.get(`${path}.${context.names.sinks}`) : null,
    divisor,
    slopes:
      positions.kind === 'alibi' ? slopesOf(positions, block.numAttentionHeads, divisor) : null,
    products: null,
    biases: null,
  };
}

/** What the scores of a block are divided by. */
function divisorOf(
  context: PassContext,
  block: Block,
  operation: SelfAttention,
  index: number,
): number {
  const { scaling } = operation;
  if (typeof scaling === 'number') return scaling;
  // Where distances are keys and queries too, a score is a sum of as many products (DeBERTa).
  const products = 1 + positionWays(operation);
  const root = Math.sqrt(products * headSizeOf(block, operation)) / scoreScale(context, operation);
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

/**
 * Gives queries or keys as heads, [batch, length, heads, size], normed and then rotated where the
 * model does so.
 */
function placer(
  context: PassContext,
  { queryKeyNorm, positions: own }: SelfAttention,
): (value: GraphValue, heads: number, norm: string) => GraphValue {
  const { builder } = context;
  const positions = own ?? context.positions;
  const normed = (value: GraphValue, heads: number, norm: string): GraphValue => {
    const part = (whole: GraphValue): GraphValue => partHeads(builder, whole, heads);
    switch (queryKeyNorm) {
      case 'all-heads':
        return part(normLayer(context, norm, value));
      case 'head':
        return normLayer(context, norm, part(value));
      case 'each-head': {
        const scales = headScales(context, norm, heads);
        return mul(builder, normalized(context, part(value), null, null), scales);
      }
      case 'fixed':
        return normalized(context, part(value), null, null);
      case null:
        return part(value);
    }
  };
  return (...request) => {
    const value = normed(...request);
    return positions.kind === 'rotary' ? rotate(context, positions, value) : value;
  };
}

/** The scales of each head, [heads, size], from a tensor of all or one for each. */
function headScales(
  { builder, weights, names: { headNorms } }: PassContext,
  norm: string,
  heads: number,
): GraphValue {
  if (headNorms === undefined) return weights.get(`${norm}.weight`);
  const scales = Array.from({ length: heads }, (_, head) => {
    const scale = weights.get(`${norm}.${headNorms}.${head}.weight`);
    return reshape(builder, scale, [1, ...scale.shape]);
  });
  return concat(builder, scales, 0);
}

/** Gives queries, keys and values, [batch, length, width], from three layers or parts of one. */
function projector(
  context: PassContext,
  block: Block,
  operation: SelfAttention,
  path: string,
  value: GraphValue,
): (part: ProjectedPart) => GraphValue {
  const { names, builder, weights } = context;
  if (!operation.fusedQueryKeyValue) {
    return (part) => tapped(builder, linearLayer(context, `${path}.${names[part]}`, value));
  }
  const all = linearLayer(context, `${path}.${names.queryKeyValue}`, value);
  const { turns, order, widths } = fusedRowsOf(block, operation);
  const biases = { query: names.queryBias, key: names.keyBias, value: names.valueBias };
  const [batch, length, width] = threeAxes(all);
  const parted = turns === 1 ? all : reshape(builder, all, [batch, length, turns, width / turns]);
  return (part) => {
    const start = order
      .slice(0, order.indexOf(part))
      .reduce((sum, before) => sum + widths[before], 0);
    const own = slice(builder, parted, turns === 1 ? 2 : 3, start, start + widths[part]);
    const whole = reshape(builder, own, [batch, length, turns * widths[part]]);
    const bias = `${path}.${biases[part]}`;
    return weights.has(bias) ? add(builder, whole, weights.get(bias)) : whole;
  };
}
