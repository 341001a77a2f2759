import { bottleneckSize } from '../proxy-parts/bottleneck-size.ts';
import { rankingProxy } from './chosen-proxies.ts';
import type { WorkflowRun } from './define-workflow.ts';
import { warnOfIgnored } from './ignored-options.ts';
import { NETWORK_FIELDS, ProxyScorer, type ProxyRequest } from './ranking-proxy.ts';
import type { ScoringRequest } from './scoring-request.ts';
import { openScoring, type Scoring } from './scoring.ts';

/** The prior that predicts nothing. */
export const NO_PRIOR = 'none';

/** What scores the prior, checked; null where the default scoring gives all that is needed. */
export async function openPrior(
  request: ScoringRequest & Omit<ProxyRequest, 'proxy'>,
  prior: string,
  run: WorkflowRun,
): Promise<{ readonly scoring: Scoring; readonly scorer: ProxyScorer | null }> {
  const { warn } = run;
  const chosen = prior === NO_PRIOR ? null : rankingProxy(prior, '--prior', [NO_PRIOR]);
  if (chosen === null) {
    warnOfIgnored(request, NETWORK_FIELDS, 'the prior does not run the network', warn);
    return { scoring: await openScoring(request, warn), scorer: null };
  }
  const scoring = await openScoring(request, warn, chosen.needs !== 'shapes');
  // The size of a decoder is among the features.
  const own = { [bottleneckSize.name]: 'none', ...request.proxySettings };
  const scorer = await ProxyScorer.open(
    { proxies: [chosen], combination: null },
    { ...request, proxySettings: own },
    scoring,
    warn,
  );
  return { scoring, scorer };
}
