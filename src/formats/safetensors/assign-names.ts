import { formatPath, quote, type Problem } from '../../problem.ts';
import { LIMITS } from '../limits.ts';
import type { Checkpoint, CheckpointWeight } from './checkpoint.ts';
import { isReadDtype, READ_DTYPE_NAMES } from './dtypes.ts';
import { MAX_PROBLEMS } from './limits.ts';
import { NameLookup, type FoundName } from './name-lookup.ts';
import { NAME_TABLES } from './name-tables.ts';
import type { Tensor } from './tensor.ts';

/** What the names of a checkpoint's tensors say, or what is wrong with them. */
export interface AssignedNames {
  /** Without the path of the file. */
  readonly checkpoint?: Omit<Checkpoint, 'path'>;
  readonly problems: readonly Problem[];
}

let lookups: readonly NameLookup[] | undefined;

/**
 * Says of every tensor which part of the model it belongs to, by the table that matches most of the
 * names; of equal ones, the first.
 */
export function assignNames(tensors: readonly Tensor[]): AssignedNames {
  const { lookup, found } = bestLookup(tensors);
  const problems = findProblems(tensors, found);
  if (problems.length > 0) return { problems };
  const stacks = stackSizes(found);
  const starts = stacks.map((_, stack) =>
    stacks.slice(0, stack).reduce((sum, size) => sum + size, 0),
  );
  const inputFirst = hasInputsFirst(lookup, tensors);
  const placed: { readonly weight: CheckpointWeight; readonly key: readonly number[] }[] = [];
  const unmatched: string[] = [];
  const buffers: string[] = [];
  for (const [index, tensor] of tensors.entries()) {
    const name = found[index];
    const { dtype } = tensor;
    if (name?.rule.part === 'buffer' || !isReadDtype(dtype)) {
      buffers.push(tensor.path);
      continue;
    }
    if (name === undefined) unmatched.push(tensor.path);
    const { part = 'other', order = Infinity, group = Infinity, stack = null } = name?.rule ?? {};
    const block =
      name === undefined || name.block === null || stack === null
        ? null
        : name.block + (starts[stack] ?? 0);
    placed.push({
      weight: {
        ...tensor,
        dtype,
        subModule: part === 'buffer' ? 'other' : part,
        block,
        plain: name?.rule.plain ?? false,
        writesResidual: name?.rule.residual ?? false,
        inputFirst: inputFirst && block !== null && tensor.shape.length === 2,
      },
      key: [block ?? -1, group, ...(name?.numbers ?? []), order],
    });
  }
  placed.sort((a, b) => compareKeys(a.key, b.key) || comparePaths(a.weight.path, b.weight.path));
  return {
    checkpoint: {
      naming: lookup === null ? null : { name: lookup.table.name, family: lookup.table.family },
      weights: placed.map(({ weight }) => weight),
      blockCount: stacks.reduce((sum, size) => sum + size, 0),
      unmatched,
      buffers,
    },
    problems: [],
  };
}

/** The table that matches most, null where none matches anything inside a block. */
function bestLookup(tensors: readonly Tensor[]): {
  readonly lookup: NameLookup | null;
  readonly found: readonly (FoundName | undefined)[];
} {
  lookups ??= NAME_TABLES.map((table) => new NameLookup(table));
  let most = 0;
  let best: { lookup: NameLookup | null; found: readonly (FoundName | undefined)[] } = {
    lookup: null,
    found: [],
  };
  for (const lookup of lookups) {
    const found = tensors.map(({ path }) => lookup.find(path));
    const inBlocks = found.filter((name) => name !== undefined && name.block !== null).length;
    const matched = found.filter((name) => name !== undefined).length;
    if (inBlocks > 0 && matched > most) {
      most = matched;
      best = { lookup, found };
    }
  }
  return best;
}

function findProblems(
  tensors: readonly Tensor[],
  found: readonly (FoundName | undefined)[],
): Problem[] {
  const problems: Problem[] = [];
  for (const [index, { path: name, file, dtype, shape }] of tensors.entries()) {
    if (problems.length >= MAX_PROBLEMS) break;
    if (found[index]?.rule.part === 'buffer') continue;
    const refuse = (field: string, message: string): void => {
      problems.push({ source: file, path: formatPath([name, field]), message });
    };
    if (!isReadDtype(dtype)) {
      refuse(
        'dtype',
        `${quote(dtype)}: expected ${READ_DTYPE_NAMES.join(', ')}; save the model in one of them`,
      );
    }
    if (shape.includes(0)) {
      refuse('shape', `[${shape.join(', ')}]: expected sizes of at least 1`);
    }
    const block = found[index]?.block ?? null;
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

/** Whether the projection h -> 3h of a table that has one is h x 3h in the file, inputs first. */
function hasInputsFirst(lookup: NameLookup | null, tensors: readonly Tensor[]): boolean {
  const fused = lookup?.table.fusedProjection;
  if (fused === undefined) return false;
  const [rows = 0, cols = 0] =
    tensors.find(({ path, shape }) => shape.length === 2 && path.endsWith(`.${fused}.weight`))
      ?.shape ?? [];
  return cols > rows;
}

function compareKeys(a: readonly number[], b: readonly number[]): number {
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const [left = -1, right = -1] = [a[index], b[index]];
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
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
