import type { Packing } from '../architecture/packing.ts';
import { formatPath, quote, type Problem } from '../problem.ts';
import { LIMITS } from '../formats/limits.ts';
import { bareName, isBufferName } from './bare-name.ts';
import type { Checkpoint, CheckpointWeight } from './checkpoint.ts';
import { isIntegerDtype, READ_DTYPE_NAMES } from './dtypes.ts';
import { findIncomplete } from './find-incomplete.ts';
import { MAX_PROBLEMS } from './limits.ts';
import { NameLookup, parseName, type FoundName } from './name-lookup.ts';
import { nameTables } from './every-name-table.ts';
import { layoutOf } from './packed-tensors.ts';
import type { Tensor } from './tensor.ts';
import { unpackQuantized } from './unpack-quantized.ts';

/** What the names of a checkpoint's tensors say, or what is wrong with them. */
export interface AssignedNames {
  /** Without the path of the file; also where problems show that it is not one whole model. */
  readonly checkpoint?: Omit<Checkpoint, 'path'>;
  readonly problems: readonly Problem[];
}

let made: readonly NameLookup[] | undefined;

/**
 * Says of every tensor which part of the model it belongs to, by the table that matches most of the
 * names; of equal ones, the first.
 *
 * @param packings how the blocks of the model hold query, key and value, where that is known
 */
export function assignNames(
  stored: readonly Tensor[],
  packings: readonly (Packing | null)[] = [],
): AssignedNames {
  const { tensors, quantized, parts, problems: packingProblems } = unpackQuantized(stored);
  if (packingProblems.length > 0) return { problems: packingProblems };
  const { lookup, lookups, found } = bestLookup(tensors);
  const methods = new Map(
    [...quantized].flatMap(([method, names]) => names.map((name) => [name, method] as const)),
  );
  const passedOver = new Set(parts);
  for (const [index, tensor] of tensors.entries()) {
    const part = found[index]?.rule.part ?? 'other';
    const isWeight = methods.has(tensor.path) || (part !== 'other' && part !== 'buffer');
    if (part === 'buffer' || isPassedOver(tensor, isWeight)) passedOver.add(tensor.path);
  }
  const kept = tensors.map(({ path }, index) => (passedOver.has(path) ? undefined : found[index]));
  const problems = findProblems(tensors, kept, methods);
  if (problems.length > 0) return { problems };
  const stacks = stackSizes(kept);
  const starts = stacks.map((_, stack) =>
    stacks.slice(0, stack).reduce((sum, size) => sum + size, 0),
  );
  const hiddenSize = hiddenSizeOf(tensors, kept);
  const layouts = {
    inputFirst: hasInputsFirst(lookup, tensors, hiddenSize),
    hiddenSize,
    fused: inTurns(lookup?.table.fusedTurns, hiddenSize),
    expertInputsFirst: lookup?.table.expertInputsFirst === true,
    gateInPairs: lookup?.table.gateInPairs === true,
  };
  const blockAt = (index: number): number | null => {
    const name = kept[index];
    return name === undefined || name.block === null || name.rule.stack === null
      ? null
      : name.block + (starts[name.rule.stack] ?? 0);
  };
  const paths = bareNames(tensors);
  const places = [...tensors.keys()].filter((index) => !passedOver.has(tensors[index]?.path ?? ''));
  const unmatched = places.flatMap((index) =>
    kept[index] === undefined ? (paths[index] ?? []) : [],
  );
  places.sort(
    (a, b) =>
      (blockAt(a) ?? -1) - (blockAt(b) ?? -1) ||
      compareNames(kept[a], kept[b]) ||
      comparePaths(paths[a] ?? '', paths[b] ?? ''),
  );
  const weights: CheckpointWeight[] = [];
  for (const index of places) {
    const tensor = tensors[index];
    if (tensor === undefined) continue;
    const { dtype, shape, file, start, bytes } = tensor;
    const path = paths[index] ?? tensor.path;
    const rule = kept[index]?.rule;
    const block = blockAt(index);
    weights.push({
      path,
      dtype,
      shape,
      file,
      start,
      bytes,
      block,
      quantization: methods.get(tensor.path) ?? null,
      subModule: rule === undefined || rule.part === 'buffer' ? 'other' : rule.part,
      plain: rule?.plain ?? false,
      writesResidual: rule?.residual ?? false,
      ...layoutOf(
        path,
        shape,
        block === null
          ? { ...layouts, inputFirst: false }
          : { ...layouts, fused: packings[block] ?? layouts.fused },
      ),
    });
  }
  return {
    checkpoint: {
      naming: lookup === null ? null : { name: lookup.table.name, family: lookup.table.family },
      weights,
      blockCount: stacks.reduce((sum, size) => sum + size, 0),
      unmatched,
      buffers: [...passedOver],
    },
    problems: findIncomplete(lookup, tensors, kept, lookups),
  };
}

/**
 * Whether a tensor is no parameter: it has no entries, is a buffer by its name, or holds integers and
 * is not named as a weight.
 */
function isPassedOver({ path, dtype, shape }: Tensor, isWeight: boolean): boolean {
  if (shape.includes(0) || isBufferName(path)) return true;
  return isIntegerDtype(dtype) && !isWeight;
}

/** The names without what wrappers add, where they still differ then. */
function bareNames(tensors: readonly Tensor[]): string[] {
  const bare = tensors.map(({ path }) => bareName(path));
  return new Set(bare).size === bare.length ? bare : tensors.map(({ path }) => path);
}

/** The table that matches most, null where none matches anything inside a block. */
function bestLookup(tensors: readonly Tensor[]): {
  readonly lookup: NameLookup | null;
  readonly lookups: readonly NameLookup[];
  readonly found: readonly (FoundName | undefined)[];
} {
  made ??= nameTables().map((table) => new NameLookup(table));
  const lookups = made;
  const counts = lookups.map(() => ({ matched: 0, inBlocks: 0 }));
  // What is found is not kept: of all tables together it would be ten times what is needed.
  for (const { path } of tensors) {
    const name = parseName(path);
    for (const [index, lookup] of lookups.entries()) {
      const found = lookup.find(name);
      const count = counts[index];
      if (found === undefined || count === undefined) continue;
      count.matched += 1;
      if (found.block !== null) count.inBlocks += 1;
    }
  }
  let most = 0;
  let best: NameLookup | null = null;
  for (const [index, { matched, inBlocks }] of counts.entries()) {
    if (inBlocks === 0 || matched <= most) continue;
    most = matched;
    best = lookups[index] ?? null;
  }
  const lookup = best;
  return {
    lookup,
    lookups,
    found: lookup === null ? [] : tensors.map(({ path }) => lookup.find(parseName(path))),
  };
}

function findProblems(
  tensors: readonly Tensor[],
  found: readonly (FoundName | undefined)[],
  methods: ReadonlyMap<string, string>,
): Problem[] {
  const problems: Problem[] = [];
  for (const [index, { path: name, file, dtype }] of tensors.entries()) {
    if (problems.length >= MAX_PROBLEMS) break;
    if (found[index] === undefined) continue;
    if (isIntegerDtype(dtype) && !methods.has(name)) {
      const message = `${quote(dtype)}: a weight of integers, quantized in a way that is not known; expected ${READ_DTYPE_NAMES.join(', ')}; save the model in one of them`;
      problems.push({ source: file, path: formatPath([name, 'dtype']), message });
    }
    const { block } = found[index];
    if (block !== null && block >= LIMITS.blocks) {
      const message = `the name of a weight of block ${block}; expected a block below ${LIMITS.blocks}`;
      problems.push({ source: file, path: formatPath([name]), message });
    }
  }
  return problems;
}

/** Blocks of each stack, by their largest index. */
function stackSizes(found: readonly (FoundName | undefined)[]): number[] {
  const sizes: number[] = [];
  for (const name of found) {
    if (name === undefined || name.rule.stack === null || name.block === null) continue;
    const { stack } = name.rule;
    while (sizes.length <= stack) sizes.push(0);
    sizes[stack] = Math.max(sizes[stack] ?? 0, name.block + 1);
  }
  return sizes;
}

/**
 * Whether the projection h -> 3h of a table that has one has the inputs first in the file. Of a model
 * whose heads are cut it may be narrower: then the side that is as long as the embedding is that of the
 * inputs.
 */
function hasInputsFirst(
  lookup: NameLookup | null,
  tensors: readonly Tensor[],
  hiddenSize: number | null,
): boolean {
  const fused = lookup?.table.fusedProjection;
  if (fused === undefined) return false;
  const shapes = tensors
    .filter(({ path, shape }) => shape.length === 2 && path.endsWith(`.${fused}.weight`))
    .map(({ shape: [rows = 0, cols = 0] }) => ({ rows, cols }));
  const clear = shapes.find(({ rows, cols }) => (rows === hiddenSize) !== (cols === hiddenSize));
  if (clear !== undefined) return clear.rows === hiddenSize;
  return shapes.some(({ rows, cols }) => cols > rows);
}

/** How one tensor holds query, value and key, each of the hidden size, in so many turns. */
function inTurns(turns: number | undefined, hiddenSize: number | null): Packing | null {
  if (turns === undefined || hiddenSize === null || hiddenSize % turns !== 0) return null;
  const size = hiddenSize / turns;
  return { axis: 'rows', sizes: [size, size, size], turns, stack: 1 };
}

/** The columns of the first matrix of the embedding, null where there is none. */
function hiddenSizeOf(
  tensors: readonly Tensor[],
  found: readonly (FoundName | undefined)[],
): number | null {
  const table = tensors.find(
    ({ shape }, index) => found[index]?.rule.part === 'embedding' && shape.length === 2,
  );
  return table?.shape[1] ?? null;
}

/** By group, the numbers in the names, and place in the table; names of no table come last. */
function compareNames(a: FoundName | undefined, b: FoundName | undefined): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  const byGroup = a.rule.group - b.rule.group;
  if (byGroup !== 0) return byGroup;
  for (const [place, left] of a.numbers.entries()) {
    const right = b.numbers[place];
    // A name with fewer numbers has its place in the table where the other has a number.
    const difference = left - (right ?? b.rule.order);
    if (difference !== 0 || right === undefined) return difference;
  }
  const next = b.numbers[a.numbers.length];
  return a.rule.order - (next ?? b.rule.order);
}

/** By code units, and a weight before its bias, as an inventory has them. */
function comparePaths(a: string, b: string): number {
  const [left, right] = [rank(a), rank(b)];
  if (left !== right) return left - right;
  return a < b ? -1 : a > b ? 1 : 0;
}

function rank(path: string): number {
  return /\.(?:bias|beta)$/.test(path) ? 1 : 0;
}
