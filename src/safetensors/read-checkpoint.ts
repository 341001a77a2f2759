import { basename } from 'node:path';
import { namesInShort, type Problem } from '../problem.ts';
import { describeFileError } from '../input/read-text.ts';
import { assignNames } from './assign-names.ts';
import { indexOfShard, isIndex } from './checkpoint-names.ts';
import type { Checkpoint, CheckpointWeight } from './checkpoint.ts';
import { modelBeside, packingsOf } from './config-beside.ts';
import { findCopies } from './find-copies.ts';
import { findMissingLayer } from './find-missing-layer.ts';
import { nameTables } from './every-name-table.ts';
import { readHeader } from './read-header.ts';
import { readIndex } from './read-index.ts';

/** What reading a checkpoint gave: it, or the problems that prevent it, and warnings. */
export interface ReadCheckpoint {
  readonly checkpoint?: Checkpoint;
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

/**
 * The checkpoint in a safetensors file, or in the several files of a `.safetensors.index.json`. Only
 * headers are read, not the data, and the `config.json` beside it, for what names and shapes do not tell:
 * how query, key and value are held in one tensor, and how many layers there are. Warnings name weights that no table knows, and tensors that are no
 * parameters.
 */
export async function readCheckpoint(path: string): Promise<ReadCheckpoint> {
  const refuse = (problems: readonly Problem[]): ReadCheckpoint => ({ problems, warnings: [] });
  const index = indexOfShard(path);
  if (index !== undefined) {
    const message = `one of several files of a checkpoint; name their index, ${basename(index)}, or give the file another name`;
    return refuse([{ source: path, path: '', message }]);
  }
  const {
    tensors,
    problems,
    warnings = [],
  } = await (isIndex(path) ? readIndex(path) : readHeader(path));
  if (problems.length > 0) return refuse(problems);
  const model = await modelBeside(path);
  const assigned = assignNames(tensors, model === undefined ? [] : packingsOf(model));
  if (assigned.checkpoint === undefined || assigned.problems.length > 0) {
    return refuse(assigned.problems);
  }
  const missing =
    model === undefined || assigned.checkpoint.naming === null
      ? undefined
      : findMissingLayer(path, tensors, model);
  if (missing !== undefined) return refuse([missing]);
  const checkpoint = { path, ...assigned.checkpoint };
  const own = [...warningsOf(checkpoint), ...(await copiesOf(checkpoint))];
  return {
    checkpoint,
    problems: [],
    warnings: [...warnings, ...own.map((message) => ({ source: path, path: '', message }))],
  };
}

function warningsOf({ naming, weights, unmatched, buffers }: Checkpoint): string[] {
  const warnings: string[] = [];
  if (naming === null) {
    const known = nameTables()
      .map(({ name }) => name)
      .join(', ');
    warnings.push(`no weight has a name of a block that is known; the families are ${known}`);
  } else if (unmatched.length > 0) {
    warnings.push(
      `${unmatched.length} names of no known weight, counted as parameters and not as capacity: ${namesInShort(unmatched)}`,
    );
  }
  if (buffers.length > 0) {
    warnings.push(`${buffers.length} tensors passed over, no parameters: ${namesInShort(buffers)}`);
  }
  const packed = weights.filter(({ quantization }) => quantization !== null);
  for (const method of new Set(packed.map(({ quantization }) => quantization))) {
    const own = packed.filter(({ quantization }) => quantization === method);
    warnings.push(
      `quantized (${method}): ${own.length} matrices are taken by the shapes that they had, ${parameters(own)} in all`,
    );
  }
  return warnings;
}

/** Warnings about matrices that are stored twice. */
async function copiesOf({ weights }: Checkpoint): Promise<string[]> {
  try {
    const copies = await findCopies(weights);
    const total = weights.reduce((sum, { shape }) => sum + sizeOfShape(shape), 0);
    return copies.map(({ weight, original }) => {
      const tied = (total - sizeOfShape(weight.shape)).toLocaleString('en-US');
      return `${weight.path} is the same matrix as ${original.path}: ${parameters(weights)} are stored, and there are ${tied} if the two are tied`;
    });
  } catch (error) {
    return [describeFileError(error)];
  }
}

function parameters(weights: readonly CheckpointWeight[]): string {
  const count = weights.reduce((sum, { shape }) => sum + sizeOfShape(shape), 0);
  return `${count.toLocaleString('en-US')} parameters`;
}

function sizeOfShape(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}
