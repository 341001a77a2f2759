import { buildForward } from '../../src/forward/build-forward.ts';
import { batchRows } from '../../src/forward/batch-rows.ts';
import { drawFeeds } from '../../src/forward/draw-feeds.ts';
import type { ForwardPass, PassKind } from '../../src/forward/forward-pass.ts';
import { nextTokenLoss } from '../../src/forward/next-token-loss.ts';
import { outputSumLoss } from '../../src/forward/output-sum-loss.ts';
import { differentiate } from '../../src/onnx/differentiate.ts';
import type { FloatType, GraphValue } from '../../src/onnx/graph.ts';
import { movedEntries, REFERENCE_SEED, shapeOf, type ForwardCase } from './cases.ts';
import { runGraph } from './run-graph.ts';

/** A tensor under the name that scripts/make-forward-reference.py gives it. */
export interface NamedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly entries: Float64Array;
}

/** Values on the way of a pass, by the names of the reference. */
export function tapsOf({ embedded, blocks, hidden }: ForwardPass): Map<string, GraphValue> {
  const taps = new Map([
    ['embedded', embedded],
    ['hidden', hidden],
  ]);
  for (const [index, block] of blocks.entries()) {
    const at = `blocks.${index}`;
    const { probabilities, kernels, headOutputs, operationOutput, output } = block;
    for (const [name, value] of Object.entries({ probabilities, kernels })) {
      if (value !== null) taps.set(`${at}.${name}`, value);
    }
    taps.set(`${at}.headOutputs`, headOutputs);
    if (block.cross !== null) {
      const { probabilities: crossing } = block.cross;
      if (crossing !== null) taps.set(`${at}.cross.probabilities`, crossing);
      taps.set(`${at}.cross.headOutputs`, block.cross.headOutputs);
    }
    taps.set(`${at}.operationOutput`, operationOutput);
    taps.set(`${at}.output`, output);
    for (const [layer, value] of block.preActivations.entries()) {
      taps.set(`${at}.preActivations.${layer}`, value);
    }
    for (const [layer, value] of block.activations.entries()) {
      taps.set(`${at}.activations.${layer}`, value);
    }
  }
  return taps;
}

/** Everything of a case that the reference has, computed by its graph. */
export async function measuredTensors(
  known: ForwardCase,
  kind: PassKind,
  type: FloatType,
): Promise<readonly NamedTensor[]> {
  const built = buildForward(known.architecture, { ...shapeOf(known), kind, type });
  if (!built.ok) throw new Error(built.reason);
  const pass = built.value;
  const wanted = new Map<string, GraphValue>();
  const addGradients = (of: GraphValue, prefix: string): void => {
    wanted.set(prefix, of);
    const gradientOf = differentiate(pass.builder, of);
    for (const [path, { value }] of pass.weights) {
      const gradient = gradientOf(value);
      if (gradient !== null) wanted.set(`${prefix}.${path}`, gradient);
    }
    if (kind === 'linear') return;
    for (const [name, value] of tapsOf(pass)) {
      const gradient = name === 'hidden' ? null : gradientOf(value);
      if (gradient !== null) wanted.set(`${prefix}@${name}`, gradient);
    }
  };
  if (kind === 'linear') {
    addGradients(outputSumLoss(pass), 'linear');
  } else {
    for (const [name, value] of tapsOf(pass)) wanted.set(`forward@${name}`, value);
    const loss = nextTokenLoss(pass);
    if (!loss.ok) throw new Error(loss.reason);
    addGradients(loss.value, 'nextToken');
    addGradients(outputSumLoss(pass), 'outputSum');
  }
  const options = { weightEntries: movedEntries };
  const feeds = drawFeeds(pass, REFERENCE_SEED, known.tokens, options);
  if (!feeds.ok) throw new Error(feeds.reason);
  const results = await runGraph(pass.builder, [...wanted.values()], feeds.value);
  return [...wanted].map(([name, value]) => {
    const entries = results.get(value) ?? new Float64Array();
    return wholeTable(pass, known, { name, shape: value.shape, entries });
  });
}

/** The gradient of a table of words with its rows where they stand in the table of all words. */
function wholeTable(pass: ForwardPass, known: ForwardCase, tensor: NamedTensor): NamedTensor {
  const own = pass.decoderTables.some(({ path }) => tensor.name.endsWith(`.${path}`));
  const tables = own ? pass.decoderTables : pass.tables;
  const index = tables.findIndex(({ path }) => tensor.name.endsWith(`.${path}`));
  const table = tables[index];
  const rows = batchRows(tables, known.tokens);
  if (table === undefined || !rows.ok) return tensor;
  const { tokens, width } = table;
  const entries = new Float64Array(tokens * width);
  for (const [place, row] of (rows.value.kept[index] ?? []).entries()) {
    entries.set(tensor.entries.subarray(place * width, (place + 1) * width), row * width);
  }
  return { name: tensor.name, shape: [tokens, width], entries };
}
