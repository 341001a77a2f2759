import type { Architecture } from '../architecture/architecture.ts';
import { lengthOfSequence } from '../architecture/image-length.ts';
import { inventory } from '../architecture/inventory.ts';
import { WEIGHT_NAMES } from '../architecture/naming-tables.ts';
import { GraphBuilder } from '../onnx/graph-builder.ts';
import type { GraphValue } from '../onnx/graph.ts';
import { failure, success, type Result } from '../result.ts';
import { buildStacks } from './build-stacks.ts';
import { CLASSES } from './class-loss.ts';
import { decoderMatrices, embeddingMatrices, rowsOfAll } from './embedding-matrices.ts';
import { findForwardProblem } from './find-forward-problem.ts';
import type { ForwardOptions, ForwardPass } from './forward-pass.ts';
import type { PassContext } from './pass-context.ts';
import { PassWeights } from './pass-weights.ts';
import { stacksOf } from './stacks.ts';

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
  const { batch, kind = 'network' } = options;
  const sequenceLength = lengthOfSequence(architecture.embedding, options.sequenceLength);
  const { initialization = 'normal', vocabulary = 'batch' } = options;
  const { decoderLength = sequenceLength } = options;
  const isLinear = kind === 'linear';
  const { input } = architecture.embedding;
  const isPadded = options.padded === true && !isLinear && input === null;
  for (const count of [batch, sequenceLength, decoderLength]) {
    if (!Number.isSafeInteger(count) || count < 1) {
      throw new RangeError(
        `the batch and the sequence length are whole numbers from 1, got ${count}`,
      );
    }
  }
  const { naming, embedding } = architecture;
  // A padded sequence may be of any length up to the pass's.
  const problem = findForwardProblem(architecture, isPadded ? 1 : sequenceLength);
  if (problem !== null) return failure(problem);
  const names = WEIGHT_NAMES[naming];
  const mostRows = vocabulary === 'all' ? Infinity : batch * sequenceLength;
  const tables = embeddingMatrices(embedding, names, mostRows);
  const decoderTables = decoderMatrices(architecture, names, mostRows);
  const weights = new PassWeights(
    builder,
    kind,
    inventory(architecture, initialization),
    new Map([...tables, ...decoderTables].map(({ path, rows }) => [path, rows])),
  );
  const shape = { batch, sequenceLength };
  const perToken = (name: string, length = sequenceLength): GraphValue =>
    builder.input(name, [batch, length], 'int64');
  const tokens = isLinear || input !== null ? null : perToken(TOKENS);
  const padding = isPadded
    ? {
        attentionMask: perToken(ATTENTION_MASK),
        tokenTypes: embedding.typeVocabSize > 1 ? perToken(TOKEN_TYPES) : null,
      }
    : null;
  const { encoder, decoder } = stacksOf(architecture);
  const hasPair = encoder.length > 0 && decoder.length > 0;
  const decoderTokens =
    hasPair && vocabulary === 'all' && !isLinear ? perToken(DECODER_TOKENS, decoderLength) : null;
  const context: PassContext = {
    ...{ builder, weights, names, kind, positions: architecture.positions, ...shape, padding },
    ...{ normKind: architecture.normKind, normEpsilon: architecture.normEpsilon },
    ...{ memory: null, shared: new Map() },
  };
  const images =
    isLinear || input?.kind !== 'patches'
      ? null
      : {
          pixels: builder.input(PIXELS, [batch, input.channels, input.imageSize, input.imageSize]),
          classes: builder.input(CLASS_VECTORS, [CLASSES, lastWidth(architecture)]),
        };
  const inputs = { tokens, decoderTokens, images };
  const stacks = buildStacks(context, architecture, inputs, { tables, decoderTables });
  const tokenBias =
    tokens === null || vocabulary === 'all'
      ? null
      : builder.input(TOKEN_BIAS, [rowsOfAll(decoderTables.length > 0 ? decoderTables : tables)]);
  return success({
    ...{ architecture, builder, kind, ...shape, inputs: { ...inputs, tokenBias, padding } },
    ...{
      signs: new Map<string, GraphValue>(),
      weights: weights.used(),
      tables,
      decoderTables,
      ...stacks,
    },
  });
}

/** Name of the input of token ids, as `transformers` has it. */
export const TOKENS = 'input_ids';

/** The same of those of a decoder after an encoder. */
export const DECODER_TOKENS = 'decoder_input_ids';

/** The same of the input of images. */
export const PIXELS = 'pixel_values';

/** Names of the other inputs of a pass besides its weights, the first two as there. */
const ATTENTION_MASK = 'attention_mask';
const TOKEN_TYPES = 'token_type_ids';
const TOKEN_BIAS = 'token_bias';
const CLASS_VECTORS = 'class_vectors';

function lastWidth({ blocks }: Architecture): number {
  return (blocks.at(-1) ?? blocks[0]).hiddenSize;
}
