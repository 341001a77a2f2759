import { rm } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Command } from 'commander';
import { sizeOf } from '../../architecture/weight.ts';
import { modelGraph, type ModelGraph } from '../../forward/model-graph.ts';
import { weightBytes, writeModel, type WrittenModel } from '../../forward/write-model.ts';
import { namesInShort } from '../../problem.ts';
import type { Result } from '../../result.ts';
import { writableTarget } from '../../writable-target.ts';

import { readOne } from '../../workflows/read-inputs.ts';
import { Refusal } from '../../workflows/refusal.ts';
import { printResult, printWarnings, withProgress } from '../terminal.ts';
import { countedPieces, writeOrRemove } from '../write-or-remove.ts';
import {
  COMMON,
  describeCommand,
  type CommandValues,
  type OptionGroups,
} from '../options/option-spec.ts';
import { PASS } from '../options/engine-options.ts';
import { ONE_CANDIDATE, INPUT } from '../options/input-options.ts';
import { DRAWING } from '../options/scoring-options.ts';

/** What the name of a model has to end in. */
const ENDING = '.onnx';

const OPTIONS = {
  [COMMON]: {
    out: {
      flags: '--out <file>',
      description: 'write the model here, as model.onnx',
      mandatory: true,
    },
    externalData: {
      flags: '--external-data',
      description: 'write the weights to a file of their own',
    },
    ...PASS,
    ...ONE_CANDIDATE,
    ...DRAWING,
    ...INPUT,
  },
} as const satisfies OptionGroups;

type ExportOptions = CommandValues<typeof OPTIONS>;

/** `zerolm export SPEC --out FILE`: the model at initialization, as an ONNX file. */
export function addExportCommand(program: Command): void {
  describeCommand(
    program
      .command('export')
      .description('write a model at initialization as ONNX')
      .argument('<spec>', 'file with the spec'),
    OPTIONS,
    [
      'zerolm export my-model/config.json --out model.onnx',
      'zerolm export my-model/config.json --out model.onnx --external-data',
    ],
  ).action(exportModel);
}

async function exportModel(spec: string, options: ExportOptions): Promise<void> {
  const { out, seed, externalData = false } = options;
  if (!out.endsWith(ENDING)) {
    throw Refusal.of(`--out "${out}": expected a name that ends in ${ENDING}`);
  }
  const { id, architecture } = await readOne(spec, options, printWarnings);
  const model = modelGraph(architecture, options);
  if (!model.ok) throw new Refusal([{ source: spec, path: '', message: model.reason }]);
  const files = externalData ? [dataFileOf(out), out] : [out];
  // Nothing is drawn, and no file replaced, for one that can't be written in the end.
  for (const file of files) {
    const target = await writableTarget(file);
    if (!target.ok) throw outRefusal(file, target.reason);
  }
  const written = writeModel(model.value, {
    name: id,
    seed,
    ...(externalData && { externalData: basename(dataFileOf(out)) }),
  });
  if (!written.ok) throw outRefusal(out, `${written.reason}: add --external-data`);
  await writeFiles(out, written.value, weightBytes(model.value));
  printResult(describe(model.value, id, options));
}

/** The weights first: a model that is there has its weights beside it. */
async function writeFiles(
  out: string,
  { model, externalData }: WrittenModel,
  bytes: number,
): Promise<void> {
  const dataFile = dataFileOf(out);
  const write = (file: string, pieces: Iterable<Uint8Array>): Promise<Result<string>> =>
    withProgress((onProgress) => writeOrRemove(file, countedPieces(pieces, bytes, onProgress)));
  if (externalData !== null) {
    const data = await write(dataFile, externalData);
    if (!data.ok) throw outRefusal(dataFile, data.reason);
  }
  const written = externalData === null ? await write(out, model) : await writeOrRemove(out, model);
  if (written.ok) return;
  if (externalData !== null) await rm(dataFile, { force: true });
  throw outRefusal(out, written.reason);
}

function dataFileOf(out: string): string {
  return `${out}.data`;
}

function outRefusal(file: string, reason: string): Refusal {
  return new Refusal([{ source: file, path: '', message: `--out: ${reason}` }]);
}

function describe(
  { graph, weights, leftOut }: ModelGraph,
  id: string,
  { out, seed, externalData }: ExportOptions,
): string {
  const parameters = [...weights.values()].reduce((sum, { weight }) => sum + sizeOf(weight), 0);
  const size = `${weights.size} weights, ${parameters.toLocaleString('en-US')} parameters`;
  const place = externalData === true ? `, in ${dataFileOf(out)}` : '';
  const lines = [`${out}: ${id}, ${size} (float32), seed ${seed}${place}`];
  const shapeText = ({ name, shape }: { name: string; shape: readonly number[] }): string =>
    `${name} [${shape.join(', ')}]`;
  const inputs = graph.inputs.filter(({ name }) => !weights.has(name)).map(shapeText);
  lines.push(`${inputs.join(', ')} gives ${graph.outputs.map(shapeText).join(', ')}`);
  if (leftOut.length > 0) {
    const names = namesInShort(leftOut.map(({ path }) => path));
    lines.push(`left out, since no output depends on it: ${names}`);
  }
  return `${lines.join('\n')}\n`;
}
