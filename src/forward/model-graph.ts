import type { Architecture } from '../architecture/architecture.ts';
import { inventory } from '../architecture/inventory.ts';
import { WEIGHT_NAMES } from '../architecture/naming-tables.ts';
import type { Weight } from '../architecture/weight.ts';
import { linear } from '../onnx/compose/matmul.ts';
import type { Graph, GraphValue } from '../onnx/graph.ts';
import type { InitializationScheme } from '../initialization/initialization-scheme.ts';
import { success, type Result } from '../result.ts';
import { buildForward } from './build-forward.ts';
import type { ForwardOptions, ForwardPass, PassWeight } from './forward-pass.ts';
import { nameOutputs } from './name-outputs.ts';

/** A model by itself, whose weights are inputs of the graph until it is written. */
export interface ModelGraph {
  /** From `input_ids`, int64 [batch, length], to `last_hidden_state` and `logits`, if it has any. */
  readonly graph: Graph;
  /** By path, in the order of the inventory. */
  readonly weights: ReadonlyMap<string, PassWeight>;
  /** What the outputs do not depend on, as a pooler. */
  readonly leftOut: readonly Weight[];
}

/**
 * The graph of a whole model, whose inputs are token ids. A decoder whose head is a matrix, its own
 * or the embedding matrix, gives the logits of the next token too; an adaptive softmax is left out.
 */
export function modelGraph(
  architecture: Architecture,
  options: Pick<ForwardOptions, 'batch' | 'sequenceLength' | 'initialization'>,
): Result<ModelGraph> {
  const built = buildForward(architecture, { ...options, words: 'all' });
  if (!built.ok) return built;
  const pass = built.value;
  const { builder, hidden } = pass;
  const weights = new Map(pass.weights);
  const listed = inventory(architecture, options.initialization ?? DEFAULT_SCHEME);
  const names = new Map([[hidden, 'last_hidden_state']]);
  const logits = logitsOf(pass, listed, weights);
  if (logits !== null) names.set(logits, 'logits');
  return success({
    graph: nameOutputs(builder.build([...names.keys()]), names),
    weights,
    leftOut: listed.filter(({ path }) => !weights.has(path)),
  });
}

const DEFAULT_SCHEME: InitializationScheme = 'normal';

/** The logits of a decoder, [batch, length, words]; null where its head gives none. */
function logitsOf(
  { architecture, builder, hidden, tokenEmbeddings }: ForwardPass,
  listed: readonly Weight[],
  weights: Map<string, PassWeight>,
): GraphValue | null {
  const { family, head, naming } = architecture;
  if (family !== 'decoder' || head?.kind !== 'linear' || head.projected) return null;
  const add = (path: string): GraphValue | null => {
    const weight = listed.find((one) => one.path === path);
    if (weight === undefined) return null;
    const value = builder.input(path, weight.shape);
    weights.set(path, { value, weight });
    return value;
  };
  const path = WEIGHT_NAMES[naming].head;
  const matrix = head.tied ? tokenEmbeddings : add(`${path}.weight`);
  if (matrix?.shape[1] !== hidden.shape.at(-1) || matrix === null) return null;
  return linear(builder, hidden, matrix, add(`${path}.bias`));
}
