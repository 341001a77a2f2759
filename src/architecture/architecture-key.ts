import type { Architecture } from './architecture.ts';
import type { Block } from './block.ts';
import { headSizeOf, keyValueHeadsOf, valueSizeOf } from './operations/attention-sizes.ts';

/**
 * A string that two architectures share exactly where they describe the same model, in whatever
 * order their fields were set, and whether a size is given or follows from others. It holds the
 * values alone: every architecture has the same fields, and evaluations keep many keys.
 */
export function architectureKey(architecture: Architecture): string {
  const blocks = architecture.blocks.map(withSizes);
  return textInOrder({ ...architecture, blocks });
}

/** The JSON of the values of an object alone, in the order of the names of its fields. */
export function textInOrder(whole: object): string {
  return JSON.stringify(whole, (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value) ? inOrder(value) : value,
  );
}

/** The values of an object, in the order of the names of its fields. */
function inOrder(value: object): unknown[] {
  const entries: [string, unknown][] = Object.entries(value);
  return entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, own]) => own);
}

/** A block with the sizes of its attention, which follow from others where they are not given. */
export function withSizes(block: Block): Block {
  const { operation } = block;
  if (operation.kind !== 'self-attention') return block;
  return {
    ...block,
    operation: {
      ...operation,
      headSize: headSizeOf(block, operation),
      valueSize: valueSizeOf(block, operation),
      numKeyValueHeads: keyValueHeadsOf(block, operation),
    },
  };
}
