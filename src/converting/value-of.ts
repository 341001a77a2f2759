import type { Architecture } from '../architecture/architecture.ts';
import type { Block } from '../architecture/block.ts';
import type { LinearHead } from '../architecture/head.ts';
import type { MixtureOfExperts } from '../architecture/mixture-of-experts.ts';
import type { SelfAttention } from '../architecture/operation.ts';
import type { Positions } from '../architecture/positions.ts';

/**
 * A value of a key, or undefined where the architecture has nothing to say of it.
 *
 * @param fallback the default of the family
 */
export type ValueOf = (architecture: Architecture, fallback?: unknown) => unknown;

/** The first block. */
export const first = ({ blocks: [block] }: Architecture): Block => block;

/** The blocks of a decoder after an encoder. */
export const decoderBlocks = ({ blocks }: Architecture): readonly Block[] =>
  blocks.filter(({ stack }) => stack === 'decoder');

/** All other blocks. */
export const encoderBlocks = ({ blocks }: Architecture): readonly Block[] =>
  blocks.filter(({ stack }) => stack !== 'decoder');

/** The value of the first block of a stack; undefined where the stack is empty. */
export function ofStack(
  stack: (own: Architecture) => readonly Block[],
  of: (block: Block) => unknown,
): ValueOf {
  return (architecture) => {
    const [block] = stack(architecture);
    return block === undefined ? undefined : of(block);
  };
}

/** The value of the attention of the first block. */
export function ofAttention(of: (operation: SelfAttention, block: Block) => unknown): ValueOf {
  return (architecture) => {
    const block = first(architecture);
    return block.operation.kind === 'self-attention' ? of(block.operation, block) : undefined;
  };
}

/** The value of the first block with experts. */
export function ofExperts(of: (experts: MixtureOfExperts, block: Block) => unknown): ValueOf {
  return ({ blocks }) => {
    for (const block of blocks) if (block.experts !== null) return of(block.experts, block);
    return undefined;
  };
}

/** The value of a linear head. */
export function ofHead(of: (head: LinearHead) => unknown): ValueOf {
  return ({ head }) => (head?.kind === 'linear' ? of(head) : undefined);
}

/** The value of positions of a kind. */
export function ofPositions<Kind extends Positions['kind']>(
  kind: Kind,
  of: (positions: Extract<Positions, { readonly kind: Kind }>) => unknown,
): ValueOf {
  const isOfKind = (own: Positions): own is Extract<Positions, { readonly kind: Kind }> =>
    own.kind === kind;
  return ({ positions }) => (isOfKind(positions) ? of(positions) : undefined);
}

/** The first feed-forward width of a block. */
export const width = ({ feedForwardWidths: [own] }: Block): unknown => own;
/** The number of attention heads of a block. */
export const heads = ({ numAttentionHeads }: Block): unknown => numAttentionHeads;

/** A window of any block, which configs have one for all of. */
export const windowOf: ValueOf = ({ blocks }) => {
  for (const { operation } of blocks) {
    if (operation.kind === 'self-attention' && operation.window !== null) return operation.window;
  }
  return null;
};
