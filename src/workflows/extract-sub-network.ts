import { mkdir, readdir, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { cutCheckpoint } from '../checkpoints/cut-checkpoint.ts';
import { unitsOf } from '../checkpoints/cut-axes.ts';
import {
  keptUnits,
  leadingOrders,
  SlicedModel,
  type TrainedTensors,
  type UnitOrders,
} from '../checkpoints/sliced-model.ts';
import { changedConfig } from '../converting/changed-config.ts';
import { squaredFrobeniusNorm } from '../capacity/squared-frobenius-norm.ts';
import { readRecord } from '../formats/registry.ts';
import { SUB_NETWORK_FILE } from '../formats/sub-network.ts';
import { TOOL } from '../report/documents/heading.ts';
import type { SearchDocument } from '../report/documents/search-document.ts';
import { DEFAULT_SETTINGS } from '../scoring/score-settings.ts';
import type { TrainedModel } from '../search-space/search-space.ts';
import { describeWriteError, isWriteError } from '../writable-target.ts';
import { writeWholeFile } from '../write-whole-file.ts';
import type { WorkflowRun } from './define-workflow.ts';
import { openTrained } from './open-trained.ts';
import { acceptedFor, Refusal } from './refusal.ts';
import { DEFAULT_ORDER, type SearchRequest } from './search-request.ts';
import { writeModelFile } from './write-model-file.ts';

/** What was written. */
export type Extracted = NonNullable<SearchDocument['extracted']>;

/** What of a search helps to write a sub-network: read and measured already. */
interface Known {
  readonly trained: TrainedTensors;
  readonly orders: UnitOrders;
}

const cutLayers = z.object({
  layers: z.array(z.object({ index: z.int().optional() })),
});

/** Refuses a folder that holds something, before there is anything to write. */
export async function checkFolder(folder: string): Promise<void> {
  const refuse = (reason: string): never => {
    throw Refusal.of(`--extract: ${reason}`, folder);
  };
  try {
    const names = await readdir(folder);
    if (names.length > 0) refuse('the folder is not empty; name a new one');
  } catch (error) {
    if (!isWriteError(error)) throw error;
    const { code } = z.object({ code: z.string() }).parse(error);
    if (code === 'ENOTDIR') refuse('is no folder; name a new one');
    if (code !== 'ENOENT') refuse(describeWriteError(error));
  }
}

/**
 * Writes a sub-network of a checkpoint to a folder: its weights, which are copied piece by piece, and
 * its config, or its spec where no config can describe it.
 *
 * @param record the spec of the sub-network, in JSON
 * @param known what has been read of the model; if absent it is read now
 */
export async function extractSubNetwork(
  { extract: folder = '', order = DEFAULT_ORDER }: SearchRequest,
  model: TrainedModel,
  { id, record }: { readonly id: string; readonly record: string },
  known: Known | undefined,
  run: WorkflowRun,
): Promise<Extracted> {
  const { trained, orders } = known ?? (await openKnown(model, order, run));
  const spec: unknown = JSON.parse(record);
  const context = { source: id, defaultId: id, build: 'default' } as const;
  const { candidate, problems } = readRecord(spec, context);
  if (candidate === undefined) throw new Refusal(problems);
  const { architecture } = candidate;
  const { layers } = cutLayers.parse(spec);
  const places = new Map(layers.map(({ index }, place) => [index ?? place, place]));
  const kept = trained.architecture.blocks.map((_, layer) => {
    const block = architecture.blocks[places.get(layer) ?? -1];
    return block === undefined ? null : keptUnits(orders, layer, unitsOf(block));
  });
  const metadata = { format: 'pt', tool: `${TOOL.name} ${TOOL.version}`, id };
  const cut = acceptedFor(
    cutCheckpoint(trained.tensors, trained.architecture, kept, metadata),
    trained.checkpoint.path,
  );
  const config = changedConfig(model.config, architecture);
  const name = config.ok ? 'config.json' : SUB_NETWORK_FILE;
  const isNew = await makeFolder(folder);
  try {
    await writeModelFile(
      join(folder, 'model.safetensors'),
      cut.pieces,
      cut.bytes,
      run,
      '--extract',
    );
    const text = `${JSON.stringify(config.ok ? config.value : spec, null, 2)}\n`;
    const written = await writeWholeFile(join(folder, name), text);
    if (!written.ok) throw Refusal.of(`--extract: ${written.reason}`, join(folder, name));
  } catch (error) {
    // Whatever is in it stays.
    if (isNew) await rmdir(folder).catch(() => undefined);
    throw error;
  }
  return {
    folder,
    id,
    tensors: cut.tensors,
    bytes: cut.bytes,
    spec: name,
    ...(!config.ok && { whyNoConfig: config.reason }),
  };
}

async function openKnown(
  model: TrainedModel,
  order: NonNullable<SearchRequest['order']>,
  run: WorkflowRun,
): Promise<Known> {
  const trained = await openTrained(model, run.warn);
  if (order === 'leading') return { trained, orders: leadingOrders(model.architecture) };
  const { initialization } = DEFAULT_SETTINGS;
  const settings = { statistic: squaredFrobeniusNorm, initialization, order };
  const measured = await SlicedModel.measure(trained, settings, run.step('measured', 'MB'));
  return { trained, orders: acceptedFor(measured, trained.checkpoint.path).orders };
}

/** Makes a folder; whether it was not there. */
async function makeFolder(folder: string): Promise<boolean> {
  try {
    return (await mkdir(folder, { recursive: true })) !== undefined;
  } catch (error) {
    if (!isWriteError(error)) throw error;
    throw Refusal.of(`--extract: ${describeWriteError(error)}`, folder);
  }
}
