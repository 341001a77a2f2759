import type { Naming } from '../architecture/naming-tables.ts';
import { NAMINGS } from '../architecture/naming-tables.ts';
import type { BlockNames, NameTable } from './name-table.ts';
import { WRITTEN_TABLES } from './name-tables.ts';
import { walkedNames } from './walked-names.ts';

/** Namings of which a written table knows more than the names that zerolm gives. */
const DESCRIBED: ReadonlySet<string> = new Set([
  ...['albert', 'bert', 'bert-checkpoint', 'deberta-v2', 'distilbert', 'electra', 'gpt2'],
  ...['gpt-neox', 'litgpt', 'opt', 'phi', 'roberta', 't5', 'transformer-xl'],
]);

/** Names of the families of the written tables. */
const WRITTEN: ReadonlySet<string> = new Set(
  WRITTEN_TABLES.flatMap(({ name }) => name.split(', ')),
);

/** Whether a written table is that of a naming. */
function isDescribed(naming: Naming): boolean {
  return DESCRIBED.has(naming) || WRITTEN.has(naming) || WRITTEN.has(naming.replaceAll('-', '_'));
}

/** Namings whose names are added to the table that so begins, since many families share it. */
const JOINED: Readonly<Partial<Record<Naming, string>>> = { llama: 'llama', mixtral: 'llama' };

/** The other namings of encoders, with norms after sub-modules, and before them. */
const POST_NORM: ReadonlySet<string> = new Set([
  ...['convbert', 'deberta', 'mobilebert', 'mpnet', 'nomic-bert', 'xlm'],
]);
const PRE_NORM: ReadonlySet<string> = new Set([
  ...['clip-text', 'clip-vision', 'deit', 'dinov2', 'modernbert', 'timm', 'vit'],
]);
/** And those of models of two stacks. */
const TWO_STACKS: ReadonlySet<string> = new Set(['bart', 'bart-two-vocabularies', 'whisper']);

/**
 * Every table of names: those that are written, with the names of families that share one added, and a
 * table for each further naming. So whatever `zerolm init` writes is read back.
 */
export function nameTables(): readonly NameTable[] {
  made ??= [
    ...WRITTEN_TABLES.map((table) =>
      NAMINGS.filter((naming) => table.name.startsWith(JOINED[naming] ?? '\0')).reduce(
        (joined, naming) => join(joined, tableOf(naming)),
        table,
      ),
    ),
    ...NAMINGS.filter((naming) => !isDescribed(naming) && JOINED[naming] === undefined).map(
      tableOf,
    ),
  ];
  return made;
}

/** Made when first asked for: it takes a walk over a model of each naming. */
let made: readonly NameTable[] | undefined;

function tableOf(naming: Naming): NameTable {
  if (PRE_NORM.has(naming)) return walkedNames(naming, 'encoder', 'before');
  if (TWO_STACKS.has(naming)) return walkedNames(naming, 'encoder-decoder');
  return walkedNames(naming, POST_NORM.has(naming) ? 'encoder' : 'decoder');
}

/** A table with the names of another that it does not have, in the stacks that both have. */
function join(table: NameTable, other: NameTable): NameTable {
  return {
    ...table,
    embedding: union(table.embedding, other.embedding),
    other: union(
      table.other,
      other.other.filter((name) => !table.heads.includes(name.split('.')[0] ?? '')),
    ),
    stacks: Object.fromEntries(
      Object.entries(table.stacks).map(([path, names]) => [
        path,
        joinBlocks(names, other.stacks[path]),
      ]),
    ),
  };
}

function joinBlocks(names: BlockNames, more: BlockNames | undefined): BlockNames {
  if (more === undefined) return names;
  const known = new Set([...names.attention, ...names.feedForward, ...(names.other ?? [])]);
  const added = (list: readonly string[] = []): readonly string[] =>
    list.filter((name) => !known.has(name));
  return {
    ...names,
    attention: [...names.attention, ...added(more.attention)],
    feedForward: [...names.feedForward, ...added(more.feedForward)],
    other: [...(names.other ?? []), ...added(more.other)],
    residual: union(names.residual, more.residual),
    plain: union(names.plain ?? [], more.plain ?? []),
  };
}

function union(a: readonly string[], b: readonly string[]): readonly string[] {
  return [...new Set([...a, ...b])];
}
