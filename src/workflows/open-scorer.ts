import type { Combination } from '../evaluation/combine-scores.ts';
import { zerolm } from '../proxies/zerolm.ts';
import {
  chooseCost,
  NO_SOURCES,
  type ChosenCost,
  type CostRequest,
  type CostSources,
} from './chosen-cost.ts';
import { combinedProxies, ownSettingsOf, rankingProxy } from './chosen-proxies.ts';
import type { WorkflowRun } from './define-workflow.ts';
import { warnOfIgnored } from './ignored-options.ts';
import {
  factsOf,
  hasBalance,
  NETWORK_FIELDS,
  ProxyScorer,
  withoutBalance,
  type ChosenProxies,
  type ProxyRequest,
} from './ranking-proxy.ts';
import type { ScoringRequest } from './scoring-request.ts';
import { openScoring, type Scoring } from './scoring.ts';

/** What scores candidates, and what they cost. */
export interface ScorerRequest extends ScoringRequest, ProxyRequest, CostRequest {
  /**
   * How the ranks of several proxies are combined, which `proxy` then names with commas. All
   * candidates are held in memory, and ranked among all that satisfy the constraints.
   */
  readonly combine?: Combination;
}

/** What scores the candidates and what they cost, checked. */
export interface OpenedScorer {
  readonly scoring: Scoring;
  /** Null for the ZeroLM score. */
  readonly proxy: ProxyScorer | null;
  /** Null where none was asked for. */
  readonly cost: ChosenCost | null;
}

/** Opens what scores the candidates and what they cost. */
export async function openScorer(
  request: ScorerRequest,
  run: WorkflowRun,
  { predictions, used }: CostSources = NO_SOURCES,
): Promise<OpenedScorer> {
  const { warn } = run;
  const draws = request.cost === 'latency' && predictions === null;
  const chosen = chosenProxies(request);
  if (chosen === null) {
    warnOfIgnored(request, NETWORK_FIELDS, 'no --proxy runs the network', warn);
    const scoring = await openScoring(request, warn, draws);
    const sources = { predictions, used };
    const cost = await chooseCost(request, scoring.settings.seed, run, sources);
    return { scoring, proxy: null, cost };
  }
  const facts = factsOf(chosen);
  const measuresMore = draws || facts.needs !== 'shapes';
  const own = hasBalance(chosen) ? request : withoutBalance(request, facts, warn);
  const scoring = await openScoring(own, warn, measuresMore);
  const proxy = await ProxyScorer.open(chosen, request, scoring, warn);
  const sources = { predictions, used: [...used, ...proxy.used] };
  const cost = await chooseCost(request, scoring.settings.seed, run, sources);
  return { scoring, proxy, cost };
}

/** The proxies that score; null for the ZeroLM score alone. */
function chosenProxies(request: ScorerRequest): ChosenProxies | null {
  const { proxy = zerolm.name, combine } = request;
  const own = ownSettingsOf({ ...request, ...request.proxySettings });
  const combined = combinedProxies(proxy, combine, own);
  if (combined !== null) return combined;
  const sole = rankingProxy(proxy);
  return sole === null ? null : { proxies: [sole], combination: null };
}
