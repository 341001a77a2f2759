import type { Architecture } from '../architecture/architecture.ts';
import type { Embedding } from '../architecture/embedding.ts';
import { isJoined } from '../architecture/stage-changes.ts';
import { expand } from '../onnx/compose/shapes.ts';
import { identity } from '../onnx/compose/functions.ts';
import type { GraphValue } from '../onnx/graph.ts';
import { nth } from '../onnx/shape.ts';
import { buildBlock } from './block.ts';
import { buildEmbedding, buildTokenEmbeddings } from './embedding.ts';
import type { EmbeddingMatrix } from './embedding-matrices.ts';
import type { BlockTaps, ForwardInputs, ForwardPass } from './forward-pass.ts';
import { linearLayer, normLayer } from './layers.ts';
import type { PassContext } from './pass-context.ts';
import { poolPatches } from './patch-pooling.ts';
import { buildPatches } from './patches.ts';
import { stacksOf, type PlacedBlock } from './stacks.ts';
import { tapped } from './tapped.ts';

/** What stacks read. */
type StackInputs = Pick<ForwardInputs, 'tokens' | 'decoderTokens' | 'images'>;

/** The embedding matrices of a pass. */
type Tables = Pick<ForwardPass, 'tables' | 'decoderTables'>;

/** What stacks give. */
type StackValues = Pick<
  ForwardPass,
  'tokenEmbeddings' | 'embedded' | 'blocks' | 'encoded' | 'hidden'
>;

/**
 * Embeds tokens, or an image, and takes them through the blocks of a model: of its one stack, or of an encoder and
 * then of a decoder that attends to its output. Where the decoder has no tokens of its own it reads
 * the sequences that the encoder reads.
 *
 * @param context of the first stack
 */
export function buildStacks(
  context: PassContext,
  architecture: Architecture,
  { tokens, decoderTokens, images }: StackInputs,
  { tables, decoderTables }: Tables,
): StackValues {
  const { builder } = context;
  const { embedding } = architecture;
  const { encoder, decoder } = stacksOf(architecture);
  const own = tokens === null ? null : buildTokenEmbeddings(context, tables);
  const [first, second] = encoder.length === 0 ? [decoder, []] : [encoder, decoder];
  const firstContext = encoder.length === 0 ? decoderContext(context) : context;
  const rows = own === null || tokens === null ? null : { vectors: own, tokens };
  // The decoder may embed the same: what enters the encoder has a name of its own.
  const { input } = embedding;
  const embed =
    input?.kind === 'patches'
      ? buildPatches(context, embedding, input, images?.pixels ?? null)
      : buildEmbedding(context, embedding, widthOf(first), rows);
  const embedded = second.length === 0 ? tapped(builder, embed) : identity(builder, embed);
  const one = buildStack(firstContext, architecture, first, embedded);
  if (second.length === 0) return { ...one, tokenEmbeddings: own, embedded, encoded: null };
  const [, ...earlier] = one.blocks.map(({ output }) => output).reverse();
  const memory = { value: tapped(builder, one.hidden), context, earlier };
  const after = {
    ...decoderContext(context),
    ...{ memory, sequenceLength: decoderTokens?.shape[1] ?? context.sequenceLength },
  };
  const padded = { ...after, padding: context.padding && tokensAlone(after) };
  const vectors = decoderTables.length === 0 ? own : buildTokenEmbeddings(context, decoderTables);
  const read = decoderTokens ?? tokens;
  const entering = buildEmbedding(
    padded,
    decoderEmbedding(embedding, decoderTables),
    widthOf(second),
    vectors === null || read === null ? null : { vectors, tokens: read },
  );
  const two = buildStack(padded, architecture, second, entering);
  return {
    ...{ tokenEmbeddings: vectors, embedded, encoded: memory.value },
    ...{ blocks: [...one.blocks, ...two.blocks], hidden: two.hidden },
  };
}

function widthOf(blocks: readonly PlacedBlock[]): number {
  return nth(blocks, 0).block.hiddenSize;
}

/** The context of a decoder: the names of its weights, and nothing shared with another stack. */
function decoderContext(context: PassContext): PassContext {
  const { names } = context;
  return { ...context, names: { ...names, ...names.decoder }, shared: new Map() };
}

/** A mask of tokens alone: no token of a decoder sees the padding after it. */
function tokensAlone({
  builder,
  batch,
  sequenceLength,
}: PassContext): NonNullable<PassContext['padding']> {
  const one = builder.constant(1, [], 'int64');
  return { attentionMask: expand(builder, one, [batch, sequenceLength]), tokenTypes: null };
}

/** What the decoder after an encoder embeds, in the terms of an embedding. */
function decoderEmbedding(embedding: Embedding, tables: readonly EmbeddingMatrix[]): Embedding {
  const { decoder } = embedding;
  return {
    ...embedding,
    ...(tables[0] !== undefined && { embeddingSize: tables[0].width, alwaysProjected: false }),
    typeVocabSize: 0,
    maxPositionEmbeddings: decoder?.maxPositionEmbeddings ?? 0,
    norm: decoder?.norm ?? false,
    scale: decoder?.scale ?? embedding.scale,
  };
}

/** The blocks of a stack, and the norm after them. */
function buildStack(
  context: PassContext,
  { finalNorm, embedding }: Architecture,
  placed: readonly PlacedBlock[],
  embedded: GraphValue,
): { readonly blocks: readonly BlockTaps[]; readonly hidden: GraphValue } {
  const { names, builder } = context;
  const { input } = embedding;
  const extra = input?.kind === 'patches' ? input.extraTokens : 0;
  const taps: BlockTaps[] = [];
  let [current, last] = [context, embedded];
  for (const { block, index, place } of placed) {
    const tap = buildBlock(current, block, index, block.sharedAs ?? place, last);
    taps.push(tap);
    last = tap.output;
    const next = placed[place + 1]?.block;
    if (next === undefined || !isJoined(block, next)) continue;
    const at = `${names.blocks}.${place}`;
    if (block.pooling === null) {
      last = tapped(builder, linearLayer(current, `${at}.projection`, last));
    } else {
      last = tapped(builder, poolPatches(current, block.pooling, at, extra, last));
      current = { ...current, sequenceLength: nth(last.shape, 1), shared: new Map() };
    }
  }
  return { blocks: taps, hidden: finalNorm ? normLayer(context, names.finalNorm, last) : last };
}
