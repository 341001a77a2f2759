import { basename, dirname, join } from 'node:path';
import { formatPath, namesInShort, quote, type Problem } from '../problem.ts';
import { foreignFormat } from '../input/foreign-file.ts';
import type { CheckedHeader } from './check-header.ts';
import { MAX_HEADER_BYTES, MAX_PROBLEMS, MAX_SHARDS } from './limits.ts';
import { eachMember, parseValue } from './parse-bounded-json.ts';
import { readRegularFile } from './read-file-bytes.ts';
import { readHeader } from './read-header.ts';
import type { Tensor } from './tensor.ts';

const MAP_EXPECTATION = 'expected an object with the file of every tensor';

/**
 * The tensors of a checkpoint in several files, by its `model.safetensors.index.json`: the headers of
 * the files are read, and each has to hold the tensors that the index places in it. A tensor that the
 * index does not name is read with a warning; one that it places in another file is passed over.
 */
export async function readIndex(path: string): Promise<CheckedHeader> {
  const problems: Problem[] = [];
  const refuse = (at: readonly PropertyKey[], message: string): void => {
    problems.push({ source: path, path: formatPath(at), message });
  };
  const text = await readRegularFile(path, 'the index of a checkpoint', async (file, size) => {
    if (size > MAX_HEADER_BYTES) {
      return `${size} bytes; expected an index of at most ${MAX_HEADER_BYTES}`;
    }
    const bytes = await file.readFile();
    return foreignFormat(bytes, path) ?? bytes;
  });
  if (typeof text === 'string') {
    refuse([], text);
    return { tensors: [], problems };
  }
  const shards = new Map<string, Set<string>>();
  let maps = 0;
  const read = eachMember(text, (key, value) => {
    if (key !== 'weight_map') {
      parseValue(value);
      return true;
    }
    maps += 1;
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
  if (problems.length === 0 && shards.size === 0) {
    const empty = maps > 0 ? 'empty: expected at least one tensor' : `missing: ${MAP_EXPECTATION}`;
    refuse(['weight_map'], empty);
  }
  if (shards.size > MAX_SHARDS) {
    refuse(['weight_map'], `${shards.size} files; expected at most ${MAX_SHARDS}`);
  }
  if (problems.length > 0) return { tensors: [], problems };
  const tensors: Tensor[] = [];
  const warnings: Problem[] = [];
  const placed = new Set([...shards.values()].flatMap((names) => [...names]));
  for (const [shard, names] of shards) {
    if (problems.length >= MAX_PROBLEMS) break;
    const file = join(dirname(path), shard);
    const header = await readHeader(file);
    if (header.problems.length > 0) {
      problems.push(...header.problems);
      continue;
    }
    const unnamed: string[] = [];
    const elsewhere: string[] = [];
    for (const tensor of header.tensors) {
      const { path: name } = tensor;
      if (names.delete(name)) tensors.push(tensor);
      else if (placed.has(name)) elsewhere.push(name);
      else {
        placed.add(name);
        tensors.push(tensor);
        unnamed.push(name);
      }
    }
    const warn = (found: readonly string[], what: string): void => {
      if (found.length === 0) return;
      const message = `${found.length} ${what}: ${namesInShort(found)}`;
      warnings.push({ source: file, path: '', message });
    };
    warn(unnamed, `tensors read that the index ${basename(path)} does not name`);
    warn(elsewhere, `tensors passed over that are read from another file`);
    for (const name of names) {
      if (problems.length >= MAX_PROBLEMS) break;
      refuse(['weight_map', name], `no such tensor in ${quote(shard)}`);
    }
  }
  return { tensors: problems.length === 0 ? tensors : [], problems, warnings };
}

/** Whether a name stays in its folder, on every system. */
function isShardName(name: string): boolean {
  return name.length <= 255 && /^[^/\\:\0]+\.safetensors$/.test(name);
}
