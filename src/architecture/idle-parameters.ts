import type { Architecture } from './architecture.ts';
import { unroutedParameters } from './feed-forward-sizes.ts';

/**
 * Parameters that a token is not computed with: those of the experts that it is not routed to, in all
 * blocks, those that share their weights counted once.
 */
export function idleParameters({ blocks }: Architecture): number {
  const seen = new Set<string>();
  let sum = 0;
  for (const block of blocks) {
    const { sharedAs } = block;
    if (sharedAs !== null) {
      if (seen.has(sharedAs)) continue;
      seen.add(sharedAs);
    }
    sum += unroutedParameters(block);
  }
  return sum;
}
