import { basename } from 'node:path';
import { namesInShort, type Problem } from '../problem.ts';
import { assignNames } from './assign-names.ts';
import { indexOfShard, isIndex } from './checkpoint-names.ts';
import type { Checkpoint } from './checkpoint.ts';
import { NAME_TABLES } from './name-tables.ts';
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
 * headers are read, not the data. Warnings name weights that no table knows, and tensors that are no
 * parameters.
 */
export async function readCheckpoint(path: string): Promise<ReadCheckpoint> {
  const refuse = (problems: readonly Problem[]): ReadCheckpoint => ({ problems, warnings: [] });
  const index = indexOfShard(path);
  if (index !== undefined) {
    const message = `one of several files of a checkpoint; name their index, ${basename(index)}, or give the file another name`;
    return refuse([{ source: path, path: '', message }]);
  }
  const { tensors, problems } = await (isIndex(path) ? readIndex(path) : readHeader(path));
  if (problems.length > 0) return refuse(problems);
  const assigned = assignNames(tensors);
  if (assigned.checkpoint === undefined) return refuse(assigned.problems);
  const checkpoint = { path, ...assigned.checkpoint };
  return { checkpoint, problems: [], warnings: warningsOf(checkpoint) };
}

function warningsOf({ path, naming, unmatched, buffers, ...rest }: Checkpoint): Problem[] {
  const warnings: Problem[] = [];
  const warn = (message: string): void => {
    warnings.push({ source: path, path: '', message });
  };
  if (naming === null) {
    const known = NAME_TABLES.map(({ name }) => name).join(', ');
    warn(`no weight has a name of a block that is known; the families are ${known}`);
  } else if (unmatched.length > 0) {
    warn(
      `${unmatched.length} names of no known weight, counted as parameters and not as capacity: ${namesInShort(unmatched)}`,
    );
  }
  if (buffers.length > 0) {
    warn(`${buffers.length} tensors passed over, no parameters: ${namesInShort(buffers)}`);
  }
  const there = new Set(rest.weights.map(({ block }) => block));
  const blocks = Array.from({ length: rest.blockCount }, (_, block) => block);
  const [first, ...others] = blocks.filter((block) => !there.has(block));
  if (first !== undefined) {
    warn(`no weights of ${others.length + 1} blocks, the first block ${first}`);
  }
  return warnings;
}
