import type { Block } from '../architecture/block.ts';
import { innerBlock } from '../architecture/inner-block.ts';
import { add } from '../onnx/compose/arithmetic.ts';
import type { GraphValue } from '../onnx/graph.ts';
import { linearLayer, normLayer } from './layers.ts';
import type { PassContext } from './pass-context.ts';

/** What leads into a bottleneck and out of it. */
export interface EnteredBlock {
  /** The block inside. */
  readonly inner: Block;
  /** What it takes, [batch, length, its hidden size]. */
  readonly input: GraphValue;
  /** What queries and keys are projected from, and what values are, where that is something else. */
  readonly queries: GraphValue | null;
  readonly values: GraphValue | null;
  /** What the whole block gives, from what the inner one does. */
  readonly leave: (output: GraphValue) => GraphValue;
}

/**
 * The bottleneck of a block (Sun et al. 2020, section 3.1, and the code of its authors): a layer with a
 * norm leads into it, for queries and keys a second one where values are of the input as it is; out of
 * it the norm of a layer and of the input. A block without one is entered as it is.
 *
 * @param at gives the path of a part of the block
 * @param value [batch, length, h]
 */
export function enterBlock(
  context: PassContext,
  block: Block,
  at: (part: string) => string,
  value: GraphValue,
): EnteredBlock {
  const { builder, names } = context;
  const { bottleneck } = block;
  if (bottleneck === null) {
    return { inner: block, input: value, queries: null, values: null, leave: (output) => output };
  }
  const layer = (name: string, input: GraphValue): GraphValue =>
    linearLayer(context, at(`${name}.dense`), input);
  const norm = (name: string, input: GraphValue): GraphValue =>
    normLayer(context, at(`${name}.LayerNorm`), input);
  const narrow = (name: string): GraphValue => norm(name, layer(name, value));
  const { bottleneckOut: out } = names;
  return {
    inner: innerBlock(block),
    input: narrow(names.bottleneckIn),
    queries:
      bottleneck.ownQueries && context.kind !== 'linear' ? narrow(names.bottleneckQueries) : null,
    values: bottleneck.ownQueries ? value : null,
    leave: (output) => norm(out, add(builder, layer(out, output), value)),
  };
}
