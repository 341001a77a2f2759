import type { Architecture } from '../architecture/architecture.ts';
import type { Block } from '../architecture/block.ts';
import { predictsTokens } from '../architecture/family.ts';
import { isProjected } from '../architecture/embedding-weights.ts';
import { headSizeOf, keyValueHeadsOf } from '../architecture/operations/attention-sizes.ts';

/** A field in which two models differ. */
export interface Difference {
  /** Names and indexes from the architecture to the field. */
  readonly path: readonly (string | number)[];
  readonly ours: unknown;
  readonly theirs: unknown;
}

/**
 * Where two models differ in anything but the names of their weights and a pooler, fields that say
 * what they are made of first. A decoder without a head is one whose head is its token embedding.
 */
export function compareModels(ours: Architecture, theirs: Architecture): Difference[] {
  const differences: Difference[] = [];
  collect(plain(ours), plain(theirs), [], differences);
  return differences;
}

/** A model with one form of what has several. */
function plain(model: Architecture): Architecture {
  const { embedding, blocks, family, head } = model;
  const { clusters } = embedding;
  const [first] = blocks;
  const tied = { kind: 'linear', tied: true, bias: false, projected: false } as const;
  return {
    ...model,
    naming: 'bert',
    pooler: false,
    head: head ?? (predictsTokens(family) ? { ...tied, scale: 1, softCap: null } : null),
    embedding: {
      ...embedding,
      // One cluster of full width is a plain embedding matrix.
      clusters: clusters?.length === 1 && clusters[0]?.projected === false ? null : clusters,
      ...(!isProjected(embedding, first.hiddenSize) && {
        projected: 'norm' as const,
        projectionBias: true,
      }),
    },
    blocks: [plainBlock(first), ...blocks.slice(1).map(plainBlock)],
  };
}

function plainBlock(block: Block): Block {
  const { operation } = block;
  if (operation.kind !== 'self-attention') return block;
  const headSize = headSizeOf(block, operation);
  return {
    ...block,
    operation: {
      ...operation,
      headSize,
      valueSize: operation.valueSize ?? headSize,
      numKeyValueHeads: keyValueHeadsOf(block, operation),
    },
  };
}

function collect(
  ours: unknown,
  theirs: unknown,
  path: readonly (string | number)[],
  into: Difference[],
): void {
  if (Object.is(ours, theirs)) return;
  if (!isObject(ours) || !isObject(theirs) || Array.isArray(ours) !== Array.isArray(theirs)) {
    into.push({ path, ours, theirs });
    return;
  }
  if (Array.isArray(ours) && Array.isArray(theirs) && ours.length !== theirs.length) {
    into.push({ path: [...path, 'length'], ours: ours.length, theirs: theirs.length });
    return;
  }
  const keys = new Set(['kind', ...Object.keys(ours), ...Object.keys(theirs)]);
  for (const key of keys) {
    const place = Array.isArray(ours) ? Number(key) : key;
    if (Array.isArray(ours) && key === 'kind') continue;
    collect(Reflect.get(ours, key), Reflect.get(theirs, key), [...path, place], into);
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** A difference in words, for the reason of a refusal. */
export function describeDifference({ path, ours, theirs }: Difference, modelType: string): string {
  const [start, index, ...rest] = path;
  const inBlock = start === 'blocks' && typeof index === 'number';
  const subject = inBlock ? `block ${index}` : 'it';
  const name = (inBlock ? rest : path).join('.');
  return `${subject} has ${name} ${inShort(ours)}, and the nearest config, of a ${modelType}, ${inShort(theirs)}`;
}

function inShort(value: unknown): string {
  const text = value === undefined ? 'none' : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
