import type { Architecture } from '../architecture/architecture.ts';
import type { Block } from '../architecture/block.ts';

/** A block and where it is. */
export interface PlacedBlock {
  readonly block: Block;
  /** Among all blocks of the model. */
  readonly index: number;
  /** Among those of its stack. */
  readonly place: number;
}

/** The blocks of each stack: those of a model of one stack are an encoder's, whatever it predicts. */
export interface Stacks {
  readonly encoder: readonly PlacedBlock[];
  readonly decoder: readonly PlacedBlock[];
}

/** The blocks of a model by their stacks. */
export function stacksOf({ blocks }: Pick<Architecture, 'blocks'>): Stacks {
  const stacks: Record<keyof Stacks, PlacedBlock[]> = { encoder: [], decoder: [] };
  for (const [index, block] of blocks.entries()) {
    const stack = stacks[block.stack === 'decoder' ? 'decoder' : 'encoder'];
    stack.push({ block, index, place: stack.length });
  }
  return stacks;
}
