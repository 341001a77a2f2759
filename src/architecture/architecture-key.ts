import type { Architecture, Block } from './architecture.ts';
import { headSizeOf } from './operations/self-attention.ts';

/**
 * A string that two architectures share exactly where they describe the same model, in whatever
 * order their fields were set, and whether a size is given or follows from others.
 */
export function architectureKey(architecture: Architecture): string {
  const blocks = architecture.blocks.map(withSizes);
  return JSON.stringify({ ...architecture, blocks }, (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}

function withSizes(block: Block): Block {
  const { operation, numAttentionHeads } = block;
  if (operation.kind !== 'self-attention') return block;
  const { numKeyValueHeads } = operation;
  return {
    ...block,
    operation: {
      ...operation,
      headSize: headSizeOf(block, operation),
      numKeyValueHeads: numKeyValueHeads ?? numAttentionHeads,
    },
  };
}
