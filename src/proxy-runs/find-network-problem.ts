import type { Architecture } from '../architecture/architecture.ts';
import { findForwardProblem } from '../forward/find-forward-problem.ts';
import { memoryBounds } from './memory-bounds.ts';
import { findMemoryProblem } from './memory-need.ts';
import type { NetworkProxy } from '../proxy-parts/network-proxy.ts';
import { prepareNetwork } from './network-scorer.ts';
import type { ProxySettings } from '../proxy-parts/proxy.ts';
import { runSettingsOf } from './score-network.ts';

/**
 * The setting to change before an architecture can be run: a sequence length beyond its positions, or
 * a memory limit below its need. Null where it can be run, and where no setting could help: that
 * architecture stays unscored with the reason.
 *
 * @param proxies that run the network
 */
export function findNetworkProblem(
  architecture: Architecture,
  proxies: readonly NetworkProxy[],
  settings: ProxySettings,
): string | null {
  const run = runSettingsOf(settings);
  if (findForwardProblem(architecture, 1) !== null) return null;
  const problem = findForwardProblem(architecture, run.sequenceLength);
  if (problem !== null) return problem;
  const { memoryLimit } = settings.network;
  const { low, high } = memoryBounds(architecture, run);
  if (findMemoryProblem(high, memoryLimit) === null) return null;
  const tooLarge = findMemoryProblem(low, memoryLimit, true);
  if (tooLarge !== null) return tooLarge;
  return findMemoryProblem(prepareNetwork(architecture, proxies, run).bytes, memoryLimit);
}
