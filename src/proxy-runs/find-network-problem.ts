import type { Architecture } from '../architecture/architecture.ts';
import { findForwardProblem } from '../forward/find-forward-problem.ts';
import { memoryBounds } from './memory-bounds.ts';
import { findMemoryProblem } from './memory-need.ts';
import type { NetworkProxy } from '../proxy-parts/network-proxy.ts';
import { prepareNetwork } from './network-scorer.ts';
import type { ProxySettings } from '../proxy-parts/proxy.ts';
import { runSettingsOf } from './score-network.ts';

/**
 * What has to be changed before an architecture can be run: a text that is longer than its positions,
 * or memory that it takes beyond the limit. Null where nothing has, also of an architecture that can't
 * be run whatever is changed, which is left unscored with the reason.
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
