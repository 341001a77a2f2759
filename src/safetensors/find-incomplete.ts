import { formatPath, namesInShort, type Problem } from '../problem.ts';
import { type FoundName, type NameLookup, parseName } from './name-lookup.ts';
import type { NameRule } from './name-table.ts';
import type { Tensor } from './tensor.ts';

/** Fewest other blocks that have a matrix, from which it is missed in one that has not. */
const MIN_OTHERS = 2;

/**
 * What shows that a checkpoint is not one whole model: names of the blocks of another family, a block
 * without any weight before the last one, and a matrix that all blocks of a stack have but one, which
 * has nothing in its place.
 *
 * @param lookup that of the table which matches most of the names
 * @param found its entries for the tensors
 * @param lookups those of all tables
 */
export function findIncomplete(
  lookup: NameLookup | null,
  tensors: readonly Tensor[],
  found: readonly (FoundName | undefined)[],
  lookups: readonly NameLookup[],
): Problem[] {
  if (lookup === null) return [];
  const foreign = findForeign(lookup, tensors, found, lookups);
  return foreign === undefined ? findMissing(lookup, tensors, found) : [foreign];
}

function findForeign(
  lookup: NameLookup,
  tensors: readonly Tensor[],
  found: readonly (FoundName | undefined)[],
  lookups: readonly NameLookup[],
): Problem | undefined {
  const own = new Set(Object.keys(lookup.table.stacks));
  for (const other of lookups) {
    // Families with blocks in the same place may share further names with one that is not known.
    if (Object.keys(other.table.stacks).some((path) => own.has(path))) continue;
    const names = tensors.filter(
      ({ path }, index) =>
        found[index] === undefined && (other.find(parseName(path))?.block ?? null) !== null,
    );
    const [first] = names;
    if (first === undefined) continue;
    const listed = namesInShort(names.map(({ path }) => path));
    const message = `most names are those of ${lookup.table.name}, and ${names.length} those of ${other.table.name}: ${listed}; expected one model; save the other one to a file of its own`;
    return { source: first.file, path: formatPath([first.path]), message };
  }
  return undefined;
}

/** Of a stack of blocks, the tensors that each of them has, by their places in the table. */
type Stack = Map<number, Map<NameRule, Tensor>>;

function findMissing(
  lookup: NameLookup,
  tensors: readonly Tensor[],
  found: readonly (FoundName | undefined)[],
): Problem[] {
  const stacks = new Map<number, Stack>();
  for (const [index, tensor] of tensors.entries()) {
    const name = found[index];
    if (name === undefined || name.block === null || name.rule.stack === null) continue;
    const stack: Stack = stacks.get(name.rule.stack) ?? new Map<number, Map<NameRule, Tensor>>();
    stacks.set(name.rule.stack, stack);
    const block = stack.get(name.block) ?? new Map<NameRule, Tensor>();
    stack.set(name.block, block);
    // Biases have the place of their matrices.
    if (!block.has(name.rule) || tensor.shape.length > 1) block.set(name.rule, tensor);
  }
  const problems: Problem[] = [];
  for (const [place, stack] of stacks) {
    const path = Object.keys(lookup.table.stacks)[place] ?? '';
    const last = Math.max(...stack.keys());
    const missing = Array.from({ length: last }, (_, block) => block).filter(
      (block) => !stack.has(block),
    );
    const [first] = missing;
    const [sample] = stack.get(last)?.values() ?? [];
    if (first !== undefined) {
      const message = `no weights of ${missing.length === 1 ? 'this block' : `${missing.length} blocks, of which this is the first`}, and some of ${path}.${last}: expected all blocks up to it; is a file missing?`;
      problems.push({ source: sample?.file ?? '', path: `${path}.${first}`, message });
      continue;
    }
    const lacking = findLacking(stack);
    if (lacking === undefined) continue;
    const { block, example } = lacking;
    const message = `no such matrix as ${example.path} is, which all ${stack.size - 1} other blocks have: expected a whole model; is a file missing?`;
    problems.push({ source: example.file, path: `${path}.${block}`, message });
  }
  return problems;
}

/** The only block without a matrix that all others have, and one of these. */
function findLacking(
  stack: Stack,
): { readonly block: number; readonly example: Tensor } | undefined {
  if (stack.size <= MIN_OTHERS) return undefined;
  const counts = new Map<NameRule, { count: number; readonly example: Tensor }>();
  for (const block of stack.values()) {
    for (const [rule, tensor] of block) {
      const counted = counts.get(rule);
      if (counted === undefined) counts.set(rule, { count: 1, example: tensor });
      else counted.count += 1;
    }
  }
  const usual = (count: number): boolean => count >= stack.size - 1;
  for (const [rule, { count, example }] of counts) {
    if (count !== stack.size - 1 || example.shape.length < 2 || rule.part === 'other') continue;
    for (const [block, own] of stack) {
      if (own.has(rule)) continue;
      // A block of another kind has something that the others have not.
      const isOther = [...own.keys()].some(
        (other) => other.part === rule.part && !usual(counts.get(other)?.count ?? 0),
      );
      if (!isOther) return { block, example };
    }
  }
  return undefined;
}
