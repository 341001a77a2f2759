import { rm } from 'node:fs/promises';
import { basename } from 'node:path';
import { modelGraph } from '../forward/model-graph.ts';
import { weightBytes, writeModel } from '../forward/write-model.ts';
import type { ExportedModel, NamedShape } from '../report/export-summary.ts';
import { DEFAULT_SETTINGS } from '../scoring/score-settings.ts';
import { writableTarget } from '../writable-target.ts';
import { defineWorkflow } from './define-workflow.ts';
import type { ModelFileRequest } from './init.ts';
import { readOne } from './read-inputs.ts';
import { Refusal } from './refusal.ts';
import { SequenceLengths } from './sequence-lengths.ts';
import { checkEnding, outRefusal, writeModelFile } from './write-model-file.ts';

/** The input of {@link exportModel}. */
export interface ExportRequest extends ModelFileRequest {
  /** Sequences of a batch; any number if absent. */
  readonly batch?: number;
  /** Tokens of a sequence, padding included; any number if absent. */
  readonly sequenceLength?: number;
  /** Whether the weights are written to a file of their own, `model.onnx.data`. */
  readonly externalData?: boolean;
}

/** Writes the model at initialization as an ONNX file. */
export const exportModel = defineWorkflow(async (request: ExportRequest, run) => {
  const { seed, initialization } = { ...DEFAULT_SETTINGS, ...request };
  const { input, out, externalData = false, batch, sequenceLength } = request;
  checkEnding(out, '.onnx');
  const dataFile = externalData ? `${out}.data` : null;
  const { id, architecture } = await readOne(request, run.warn);
  new SequenceLengths([architecture]).warnOfIgnored(request, ['sequenceLength'], run.warn);
  const model = modelGraph(architecture, {
    initialization,
    ...(batch !== undefined && { batch }),
    ...(sequenceLength !== undefined && { sequenceLength }),
  });
  if (!model.ok) throw Refusal.of(model.reason, input);
  // Before anything is drawn or replaced.
  for (const file of [...(dataFile === null ? [] : [dataFile]), out]) {
    const target = await writableTarget(file);
    if (!target.ok) throw outRefusal(file, target.reason);
  }
  const written = writeModel(model.value, {
    name: id,
    seed,
    ...(dataFile !== null && { externalData: basename(dataFile) }),
  });
  if (!written.ok) throw outRefusal(out, `${written.reason}: add --external-data`);
  const bytes = weightBytes(model.value);
  const { externalData: weights, model: graphPieces } = written.value;
  // The weights first: a model that exists has its weights beside it.
  if (dataFile !== null && weights !== null) {
    await writeModelFile(dataFile, weights, bytes, run);
  }
  try {
    await writeModelFile(out, graphPieces, bytes, run);
  } catch (error) {
    if (dataFile !== null) await rm(dataFile, { force: true });
    throw error;
  }
  const { graph, weights: drawn, leftOut } = model.value;
  const shapeOf = ({ name, shape }: NamedShape): NamedShape => ({
    name,
    shape: graph.dimensions?.get(name) ?? shape,
  });
  return {
    out,
    dataFile,
    id,
    seed,
    weights: drawn.size,
    parameters: bytes / 4,
    inputs: graph.inputs.filter(({ name }) => !drawn.has(name)).map(shapeOf),
    outputs: graph.outputs.map(shapeOf),
    leftOut: leftOut.map(({ path }) => path),
  } satisfies ExportedModel;
});
