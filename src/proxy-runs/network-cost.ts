import type { Architecture } from '../architecture/architecture.ts';
import { multiplyAdds } from '../proxies/flops.ts';
import type { RunSettings } from './network-scorer.ts';

/** A backward pass takes two products for each one of the forward pass. */
const PASSES = 3;

/** What every architecture takes, in multiply-adds: its graphs, its session, its weights. */
const OVERHEAD = 1e9;

/**
 * What it takes to run an architecture, in multiply-adds; good to compare architectures by, and to
 * say how much of the work is done.
 */
export function networkCost(
  architecture: Architecture,
  { batch, sequenceLength }: Pick<RunSettings, 'batch' | 'sequenceLength'>,
): number {
  return OVERHEAD + PASSES * batch * sequenceLength * multiplyAdds(architecture, sequenceLength);
}
