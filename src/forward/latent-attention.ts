import type { Block } from '../architecture/block.ts';
import type { LatentAttention, SelfAttention } from '../architecture/operation.ts';
import type { ProjectedPart } from '../architecture/operations/attention-projections.ts';
import { headSizeOf, valueSizeOf } from '../architecture/operations/attention-sizes.ts';
import { concat, expand, reshape, slice } from '../onnx/compose/shapes.ts';
import type { GraphValue } from '../onnx/graph.ts';
import { partHeads, threeAxes } from './heads.ts';
import { linearLayer, normLayer } from './layers.ts';
import type { PassContext } from './pass-context.ts';
import { rotate } from './rotary.ts';
import { tapped } from './tapped.ts';
import { log } from '../elementary-functions.ts';

/** What latent attention has in the place of three projections. */
export interface LatentHeads {
  /**
   * Queries, [batch, length, heads * head size], values, [batch, length, heads * value size], and of
   * keys the part that is not rotated.
   */
  readonly project: (part: ProjectedPart) => GraphValue;
  /** Queries with the last part of each head rotated, [batch, length, heads, head size]. */
  readonly query: (projected: GraphValue) => GraphValue;
  /** Keys with the rotated part, which all heads share, [batch, length, heads, head size]. */
  readonly key: (projected: GraphValue) => GraphValue;
}

/**
 * The heads of latent attention (DeepSeek-AI 2024, equations 9 to 19): one vector for each position
 * is normed and gives keys and values; a second one, rotated, is the last part of every key. Queries
 * come from a normed vector of their own, or from the hidden state.
 *
 * In a linear pass values alone are asked for.
 *
 * @param value [batch, length, h]
 */
export function latentHeads(
  context: PassContext,
  block: Block,
  operation: SelfAttention,
  { queryRank, keyValueRank, rotarySize }: LatentAttention,
  path: string,
  value: GraphValue,
): LatentHeads {
  const { builder, names } = context;
  const { numAttentionHeads: heads } = block;
  const [size, valueSize] = [headSizeOf(block, operation), valueSizeOf(block, operation)];
  const plainSize = size - rotarySize;
  const layer = (name: string, input: GraphValue): GraphValue =>
    linearLayer(context, `${path}.${name}`, input);
  const positions = operation.positions ?? context.positions;
  const turned = (part: GraphValue): GraphValue =>
    positions.kind === 'rotary' ? rotate(context, { ...positions, fraction: 1 }, part) : part;
  const down = layer(names.keyValueDown, value);
  const [batch, length] = threeAxes(value);
  const compressed = normLayer(
    context,
    `${path}.${names.keyValueDownNorm}`,
    slice(builder, down, 2, 0, keyValueRank),
  );
  const both = partHeads(builder, layer(names.keyValueUp, compressed), heads);
  const merged = (start: number, end: number): GraphValue =>
    reshape(builder, slice(builder, both, 3, start, end), [batch, length, heads * (end - start)]);
  return {
    project: (part) => {
      if (part === 'key') return merged(0, plainSize);
      if (part === 'value') return merged(plainSize, plainSize + valueSize);
      if (queryRank === null) return tapped(builder, layer(names.query, value));
      const own = normLayer(
        context,
        `${path}.${names.queryDownNorm}`,
        layer(names.queryDown, value),
      );
      return tapped(builder, layer(names.queryUp, own));
    },
    query: (projected) => {
      const parted = partHeads(builder, projected, heads);
      const last = slice(builder, parted, 3, plainSize, size);
      return concat(builder, [slice(builder, parted, 3, 0, plainSize), turned(last)], 3);
    },
    key: (projected) => {
      const last = slice(builder, down, 2, keyValueRank, keyValueRank + rotarySize);
      const shared = turned(reshape(builder, last, [batch, length, 1, rotarySize]));
      const every = expand(builder, shared, [batch, length, heads, rotarySize]);
      return concat(builder, [partHeads(builder, projected, heads), every], 3);
    },
  };
}

/**
 * What scores are multiplied by besides: of latent attention with YaRN's scaling the square of
 * `0.1 mscale_all_dim ln(factor) + 1`, as DeepSeek's code has it; else 1.
 */
export function scoreScale(context: PassContext, operation: SelfAttention): number {
  const positions = operation.positions ?? context.positions;
  if (operation.latent === null || positions.kind !== 'rotary') return 1;
  const { scaling } = positions;
  if (scaling?.type !== 'yarn') return 1;
  const { factor, settings } = scaling;
  const slope = settings.mscale_all_dim;
  if (typeof slope !== 'number' || factor === null || factor <= 1) return 1;
  return (0.1 * slope * log(factor) + 1) ** 2;
}
