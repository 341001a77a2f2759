import { open } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { formatPath, quote, type Problem } from '../../problem.ts';
import { describeFileError } from '../read-text.ts';
import { schemaProblems } from '../schema-problems.ts';
import type { CheckedHeader } from './check-header.ts';
import { MAX_HEADER_BYTES, MAX_PROBLEMS, MAX_SHARDS } from './limits.ts';
import { parseBoundedJson } from './parse-bounded-json.ts';
import { readHeader } from './read-header.ts';
import type { Tensor } from './tensor.ts';

const indexSchema = z.object(
  {
    weight_map: z.custom<object>(
      (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
      { error: 'expected an object with the file of every tensor' },
    ),
  },
  { error: 'expected an object with "weight_map"' },
);

/**
 * The tensors of a checkpoint in several files, by its `model.safetensors.index.json`: the headers of
 * the files are read, and each has to hold the tensors that the index says, and no others.
 */
export async function readIndex(path: string): Promise<CheckedHeader> {
  const problems: Problem[] = [];
  const refuse = (at: readonly PropertyKey[], message: string): void => {
    problems.push({ source: path, path: formatPath(at), message });
  };
  const text = await readBounded(path);
  if (typeof text === 'string') {
    refuse([], text);
    return { tensors: [], problems };
  }
  const parsed = parseBoundedJson(text);
  if (!parsed.ok) {
    refuse([], parsed.reason);
    return { tensors: [], problems };
  }
  const index = indexSchema.safeParse(parsed.value);
  if (!index.success) {
    return { tensors: [], problems: schemaProblems(index.error, parsed.value, path) };
  }
  const shards = new Map<string, Set<string>>();
  for (const [name, shard] of Object.entries<unknown>({ ...index.data.weight_map })) {
    if (problems.length >= MAX_PROBLEMS) break;
    const at = ['weight_map', name];
    if (typeof shard !== 'string' || !isShardName(shard)) {
      refuse(
        at,
        `${quote(shard)}: expected the name of a .safetensors file beside the index, without a folder`,
      );
      continue;
    }
    const own = shards.get(shard);
    if (own === undefined) shards.set(shard, new Set([name]));
    else own.add(name);
  }
  if (problems.length === 0 && shards.size === 0) {
    refuse(['weight_map'], 'empty: expected at least one tensor');
  }
  if (shards.size > MAX_SHARDS) {
    refuse(['weight_map'], `${shards.size} files; expected at most ${MAX_SHARDS}`);
  }
  if (problems.length > 0) return { tensors: [], problems };
  const tensors: Tensor[] = [];
  for (const [shard, names] of shards) {
    if (problems.length >= MAX_PROBLEMS) break;
    const file = join(dirname(path), shard);
    const header = await readHeader(file);
    if (header.problems.length > 0) {
      problems.push(...header.problems);
      continue;
    }
    for (const tensor of header.tensors) {
      if (names.delete(tensor.path)) {
        tensors.push(tensor);
      } else if (problems.length < MAX_PROBLEMS) {
        const message = `the index ${basename(path)} does not place this tensor in the file; expected it to name all there are`;
        problems.push({ source: file, path: formatPath([tensor.path]), message });
      }
    }
    for (const name of names) {
      if (problems.length >= MAX_PROBLEMS) break;
      refuse(['weight_map', name], `no such tensor in ${quote(shard)}`);
    }
  }
  return { tensors: problems.length === 0 ? tensors : [], problems };
}

/** Whether a name stays in its folder, on every system. */
function isShardName(name: string): boolean {
  return name.length <= 255 && /^[^/\\:\0]+\.safetensors$/.test(name);
}

/** The bytes of a small file, or why there are none. */
async function readBounded(path: string): Promise<Buffer | string> {
  try {
    const file = await open(path);
    try {
      const stats = await file.stat();
      const { size } = stats;
      if (!stats.isFile()) return 'no regular file; expected the index of a checkpoint';
      if (size > MAX_HEADER_BYTES) {
        return `${size} bytes; expected an index of at most ${MAX_HEADER_BYTES}`;
      }
      return await file.readFile();
    } finally {
      await file.close();
    }
  } catch (error) {
    return describeFileError(error);
  }
}
