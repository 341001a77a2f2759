import type { Architecture } from '../architecture/architecture.ts';
import { inventory } from '../architecture/inventory.ts';
import { WEIGHT_NAMES } from '../architecture/naming-tables.ts';
import { GraphBuilder } from '../onnx/graph-builder.ts';
import type { GraphValue } from '../onnx/graph.ts';
import { failure, success, type Result } from '../result.ts';
import { buildBlock } from './block.ts';
import { buildEmbedding, buildTokenEmbeddings } from './embedding.ts';
import { findForwardProblem } from './find-forward-problem.ts';
import type { BlockTaps, ForwardOptions, ForwardPass } from './forward-pass.ts';
import { linearLayer, normLayer } from './layers.ts';
import type { PassContext } from './pass-context.ts';
import { PassWeights } from './pass-weights.ts';
import { tapped } from './tapped.ts';
import { rowsOfAll, embeddingMatrices } from './embedding-matrices.ts';

/**
 * The forward pass of an architecture, as nodes of a graph whose inputs are its weights and a batch
 * of sequences. Dropout is left out: a pass is a function of weights and tokens.
 *
 * @param builder takes the nodes; a new one if absent
 * @returns the pass; or why such an architecture can't be run
 * @throws RangeError on a batch or a sequence that is no whole number from 1
 */
export function buildForward(
  architecture: Architecture,
  options: ForwardOptions,
  builder = new GraphBuilder(options.type ?? (options.kind === 'linear' ? 'float64' : 'float32')),
): Result<ForwardPass> {
  const { batch, sequenceLength, kind = 'network' } = options;
  const { initialization = 'normal', vocabulary = 'batch' } = options;
  const isLinear = kind === 'linear';
  const isPadded = options.padded === true && !isLinear;
  for (const count of [batch, sequenceLength]) {
    if (!Number.isSafeInteger(count) || count < 1) {
      throw new RangeError(
        `the batch and the sequence length are whole numbers from 1, got ${count}`,
      );
    }
  }
  const {
    naming,
    embedding,
    blocks: [first],
    positions,
  } = architecture;
  // A padded sequence may be of any length up to the pass's.
  const problem = findForwardProblem(architecture, isPadded ? 1 : sequenceLength);
  if (problem !== null) return failure(problem);
  const names = WEIGHT_NAMES[naming];
  const tables = embeddingMatrices(
    embedding,
    names,
    vocabulary === 'all' ? Infinity : batch * sequenceLength,
  );
  const weights = new PassWeights(
    builder,
    kind,
    inventory(architecture, initialization),
    new Map(tables.map(({ path, rows }) => [path, rows])),
  );
  const shape = { batch, sequenceLength };
  const perToken = (name: string): GraphValue =>
    builder.input(name, [batch, sequenceLength], 'int64');
  const tokens = isLinear ? null : perToken(TOKENS);
  const padding = isPadded
    ? {
        attentionMask: perToken(ATTENTION_MASK),
        tokenTypes: embedding.typeVocabSize > 1 ? perToken(TOKEN_TYPES) : null,
      }
    : null;
  const context: PassContext = {
    ...{ builder, weights, names, kind, positions, ...shape, padding },
    ...{ normKind: architecture.normKind, normEpsilon: architecture.normEpsilon },
    shared: new Map(),
  };
  const tokenEmbeddings = isLinear ? null : buildTokenEmbeddings(context, tables);
  const rows =
    tokens === null || tokenEmbeddings === null ? null : { vectors: tokenEmbeddings, tokens };
  const embedded = tapped(builder, buildEmbedding(context, embedding, first.hiddenSize, rows));
  const { blocks, last } = buildBlocks(context, architecture, embedded);
  const hidden = architecture.finalNorm ? normLayer(context, names.finalNorm, last) : last;
  const tokenBias =
    isLinear || vocabulary === 'all' ? null : builder.input(TOKEN_BIAS, [rowsOfAll(tables)]);
  return success({
    ...{ architecture, builder, kind, ...shape, inputs: { tokens, tokenBias, padding } },
    ...{ weights: weights.used(), tables, tokenEmbeddings, embedded, blocks, hidden },
  });
}

/** Name of the input of token ids, as `transformers` has it. */
export const TOKENS = 'input_ids';

/** Names of the other inputs of a pass besides its weights, the first two as there. */
const ATTENTION_MASK = 'attention_mask';
const TOKEN_TYPES = 'token_type_ids';
const TOKEN_BIAS = 'token_bias';

function buildBlocks(
  context: PassContext,
  { blocks }: Architecture,
  embedded: GraphValue,
): { readonly blocks: readonly BlockTaps[]; readonly last: GraphValue } {
  const taps: BlockTaps[] = [];
  let last = embedded;
  for (const [index, block] of blocks.entries()) {
    const path = `${context.names.blocks}.${block.sharedAs ?? index}`;
    const tap = buildBlock(context, block, index, path, last);
    taps.push(tap);
    last = tap.output;
    const next = blocks[index + 1];
    if (next !== undefined && next.hiddenSize !== block.hiddenSize) {
      const at = `${context.names.blocks}.${index}.projection`;
      last = tapped(context.builder, linearLayer(context, at, last));
    }
  }
  return { blocks: taps, last };
}
