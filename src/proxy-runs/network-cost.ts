import { lengthOfSequence } from '../architecture/image-length.ts';
import type { Architecture } from '../architecture/architecture.ts';
import { multiplyAdds } from '../proxies/flops.ts';
import type { RunSettings } from './network-scorer.ts';

/** A backward pass takes two products for each one of the forward pass. */
const PASSES = 3;

/** The fixed cost of every architecture in multiply-adds: its graphs, its session, its weights. */
const OVERHEAD = 1e9;

/**
 * The cost of running an architecture in multiply-adds, to order architectures and for a progress
 * bar.
 */
export function networkCost(
  architecture: Architecture,
  { batch, sequenceLength }: Pick<RunSettings, 'batch' | 'sequenceLength'>,
): number {
  const length = lengthOfSequence(architecture.embedding, sequenceLength);
  return OVERHEAD + PASSES * batch * length * multiplyAdds(architecture, length);
}
