import type { Architecture } from '../../src/architecture/architecture.ts';
import {
  completeArchitecture,
  type PartialBlock,
} from '../../src/architecture/complete-architecture.ts';
import type { Embedding } from '../../src/architecture/embedding.ts';
import { caseNamed } from './cases.ts';

/** A model whose blocks are all changed. */
export function withBlock(base: Architecture, change: Partial<PartialBlock>): Architecture {
  const blocks = base.blocks.map((block) => ({ ...block, ...change }));
  return completeArchitecture({ ...base, blocks });
}

/** A model whose embedding is. */
export function withEmbedding(base: Architecture, change: Partial<Embedding>): Architecture {
  return { ...base, embedding: { ...base.embedding, ...change } };
}

/** A HAT with other blocks. */
export function changedHat(
  change: (block: Architecture['blocks'][number], index: number) => PartialBlock,
): Architecture {
  const hat = caseNamed('hat').architecture;
  return completeArchitecture({ ...hat, blocks: hat.blocks.map(change) });
}

/** Attention as usual. */
export const attention = { kind: 'self-attention', similarity: 'scaled-dot-product' } as const;

/** What can't be run: its name, a model of it, and the message. */
export type ForwardProblem = readonly [string, Architecture, RegExp];
