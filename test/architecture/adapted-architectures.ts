import fc from 'fast-check';
import type { Architecture } from '../../src/architecture/architecture.ts';
import type { AdaptedModule, Block } from '../../src/architecture/block.ts';
import { architectures, small } from './architectures.ts';
import { publishedArchitectures } from './published-architectures.ts';

const MODULES = ['q_proj', 'self_attn.o_proj', 'query', 'dense', 'up_proj', 'fc1', 'wo', 'r_net'];

const adapters: fc.Arbitrary<readonly AdaptedModule[] | null> = fc.option(
  fc
    .subarray(MODULES, { minLength: 1 })
    .chain((modules) =>
      fc.tuple(...modules.map((module) => small.map((rank) => ({ module, rank })))),
    ),
);

/** Random architectures whose blocks may have low-rank adapters, and the same without. */
export const adaptedArchitectures: fc.Arbitrary<{
  readonly plain: Architecture;
  readonly adapted: Architecture;
}> = fc
  .tuple(
    fc.oneof(architectures, publishedArchitectures),
    fc.array(adapters, { minLength: 12, maxLength: 12 }),
  )
  .map(([plain, own]) => {
    const adaptedBlock = (block: Block, index: number): Block =>
      block.experts === null && block.sharedAs === null
        ? { ...block, adapter: own[index] ?? null }
        : block;
    const [first, ...others] = plain.blocks;
    const blocks = others.map((block, index) => adaptedBlock(block, index + 1));
    return { plain, adapted: { ...plain, blocks: [adaptedBlock(first, 0), ...blocks] } };
  });
