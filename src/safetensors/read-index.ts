import { open, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { formatPath, quote, type Problem } from '../problem.ts';
import { foreignFormat } from '../input/foreign-file.ts';
import { describeFileError } from '../input/read-text.ts';
import type { CheckedHeader } from './check-header.ts';
import { MAX_HEADER_BYTES, MAX_PROBLEMS, MAX_SHARDS } from './limits.ts';
import { eachMember, parseValue } from './parse-bounded-json.ts';
import { readHeader } from './read-header.ts';
import type { Tensor } from './tensor.ts';

const MAP_EXPECTATION = 'expected an object with the file of every tensor';

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
  const shards = new Map<string, Set<string>>();
  const keys = new Set<string>();
  const read = eachMember(text, (key, value) => {
    keys.add(key);
    if (key !== 'weight_map') {
      parseValue(value);
      return true;
    }
    const map = eachMember(value, (name, raw) => {
      const shard = parseValue(raw);
      if (typeof shard !== 'string' || !isShardName(shard)) {
        refuse(
          [key, name],
          `${quote(shard)}: expected the name of a .safetensors file beside the index, without a folder`,
        );
        return problems.length < MAX_PROBLEMS;
      }
      const own = shards.get(shard);
      if (own === undefined) shards.set(shard, new Set([name]));
      else own.add(name);
      return true;
    });
    if (!map.ok) refuse([key], `${map.reason}; ${MAP_EXPECTATION}`);
    return problems.length === 0;
  });
  if (!read.ok) {
    return { tensors: [], problems: [{ source: path, path: '', message: read.reason }] };
  }
  if (problems.length === 0 && !keys.has('weight_map'))
    refuse(['weight_map'], `missing: ${MAP_EXPECTATION}`);
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
    // Before it is opened: to open a pipe waits for a writer.
    if (!(await stat(path)).isFile()) return 'no regular file; expected the index of a checkpoint';
    const file = await open(path);
    try {
      const { size } = await file.stat();
      if (size > MAX_HEADER_BYTES) {
        return `${size} bytes; expected an index of at most ${MAX_HEADER_BYTES}`;
      }
      const bytes = await file.readFile();
      return foreignFormat(bytes, path) ?? bytes;
    } finally {
      await file.close();
    }
  } catch (error) {
    return describeFileError(error);
  }
}
