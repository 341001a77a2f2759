import type { Architecture } from '../architecture/architecture.ts';
import { predictsTokens } from '../architecture/family.ts';
import { imageLength } from '../architecture/image-length.ts';
import { inventory } from '../architecture/inventory.ts';
import { WEIGHT_NAMES } from '../architecture/naming-tables.ts';
import type { Weight } from '../architecture/weight.ts';
import { linear } from '../onnx/compose/matmul.ts';
import { freeAxes } from '../onnx/free-axes.ts';
import type { Graph, GraphValue } from '../onnx/graph.ts';
import { failure, success, type Result } from '../result.ts';
import { buildForward, DECODER_TOKENS, PIXELS, TOKENS } from './build-forward.ts';
import { findForwardProblem } from './find-forward-problem.ts';
import { finishLogits } from './finish-logits.ts';
import type { ForwardOptions, ForwardPass, PassWeight } from './forward-pass.ts';
import { nameOutputs } from './name-outputs.ts';

/** A model by itself, whose weights are inputs of the graph until it is written. */
export interface ModelGraph {
  /**
   * From `input_ids`, `attention_mask` and, where the model has several token types,
   * `token_type_ids`, all int64 [batch, sequence], to `last_hidden_state` and `logits`, if it has any.
   * An encoder with a decoder after it takes `decoder_input_ids` [batch, decoder_sequence] too, and
   * gives the states and logits of these, and `encoder_last_hidden_state`. A model of images takes
   * `pixel_values` [batch, channels, height, width] alone.
   */
  readonly graph: Graph;
  /** By path, in the order of the inventory. */
  readonly weights: ReadonlyMap<string, PassWeight>;
  /** What the outputs do not depend on, as a pooler. */
  readonly leftOut: readonly Weight[];
}

/** How a model is built: a batch and a sequence length that are absent may be any when it is run. */
export type ModelGraphOptions = Partial<
  Pick<ForwardOptions, 'batch' | 'sequenceLength' | 'initialization'>
>;

/**
 * Lengths of the axes in two graphs, from which that of any length is made: no shape of a model has
 * them by chance, and each axis differs by a number of its own.
 */
const LENGTHS = {
  batch: [10_007, 10_037],
  sequence: [10_009, 10_061],
  decoder: [10_069, 10_169],
} as const;

/**
 * The graph of a whole model, whose inputs are token ids, with padding where the mask is 0; those of the
 * decoder after an encoder have no mask, since none of its tokens sees the padding after it. A decoder
 * whose head is a matrix, its own or the embedding matrix, gives the logits of the next token too; an
 * adaptive softmax is left out.
 *
 * @throws RangeError on a batch or a sequence that is no whole number from 1
 */
export function modelGraph(
  architecture: Architecture,
  { batch, sequenceLength, initialization = 'normal' }: ModelGraphOptions = {},
): Result<ModelGraph> {
  const problem = findForwardProblem(architecture, sequenceLength ?? 1);
  if (problem !== null) return failure(problem);
  const batches = batch === undefined ? LENGTHS.batch : ([batch, batch] as const);
  const ofImage = imageLength(architecture.embedding);
  const isOpen = sequenceLength === undefined && ofImage === null;
  const lengths = isOpen ? LENGTHS.sequence : fixed(ofImage ?? sequenceLength ?? 1);
  const ofDecoder = isOpen ? LENGTHS.decoder : lengths;
  const build = (index: 0 | 1): Result<ModelGraph> =>
    graphOfLengths(architecture, {
      ...{ batch: batches[index], sequenceLength: lengths[index], initialization },
      ...{ decoderLength: ofDecoder[index], vocabulary: 'all', padded: true },
    });
  const one = build(0);
  if (!one.ok) return one;
  const two = build(1);
  if (!two.ok) return two;
  const graph = freeAxes(
    [one.value.graph, two.value.graph],
    [
      { name: 'batch', input: ofImage === null ? TOKENS : PIXELS, axis: 0, lengths: batches },
      { name: 'sequence', input: TOKENS, axis: 1, lengths },
      { name: 'decoder_sequence', input: DECODER_TOKENS, axis: 1, lengths: ofDecoder },
    ],
  );
  return success({ ...one.value, graph });
}

function fixed(length: number): readonly [number, number] {
  return [length, length];
}

function graphOfLengths(
  architecture: Architecture,
  options: ForwardOptions & Required<Pick<ForwardOptions, 'initialization'>>,
): Result<ModelGraph> {
  const built = buildForward(architecture, options);
  if (!built.ok) return built;
  const pass = built.value;
  const { builder, encoded, hidden } = pass;
  const weights = new Map(pass.weights);
  const listed = inventory(architecture, options.initialization);
  const names = new Map([[hidden, 'last_hidden_state']]);
  const logits = logitsOf(pass, listed, weights);
  if (logits !== null) names.set(logits, 'logits');
  if (encoded !== null) names.set(encoded, 'encoder_last_hidden_state');
  return success({
    graph: nameOutputs(builder.build([...names.keys()]), names),
    weights,
    leftOut: listed.filter(({ path }) => !weights.has(path)),
  });
}

/** The logits of a decoder, [batch, length, tokens]; null where its head gives none. */
function logitsOf(
  { architecture, builder, hidden, tokenEmbeddings }: ForwardPass,
  listed: readonly Weight[],
  weights: Map<string, PassWeight>,
): GraphValue | null {
  const { family, head, naming } = architecture;
  if (!predictsTokens(family) || head?.kind !== 'linear') return null;
  const add = (path: string): GraphValue | null => {
    const weight = listed.find((one) => one.path === path);
    if (weight === undefined) return null;
    const value = builder.input(path, weight.shape);
    weights.set(path, { value, weight });
    return value;
  };
  const { head: path, headProjection } = WEIGHT_NAMES[naming];
  const projection = head.projected ? add(`${headProjection}.weight`) : null;
  const outputs = projection === null ? hidden : linear(builder, hidden, projection, null);
  const matrix = head.tied ? tokenEmbeddings : add(`${path}.weight`);
  if (matrix?.shape[1] !== outputs.shape.at(-1) || matrix === null) return null;
  return finishLogits(builder, head, linear(builder, outputs, matrix, add(`${path}.bias`)));
}
