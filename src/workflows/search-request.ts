import type { UnitOrder } from '../architecture/unit-order.ts';
import type { ConversionTarget } from '../converting/conversion-targets.ts';
import type { CostName } from '../costs/registry.ts';
import type { CostRequest } from './chosen-cost.ts';
import type { SpaceRequest } from './open-space.ts';
import type { ProxyRequest } from './ranking-proxy.ts';
import type { ScoringRequest } from './scoring-request.ts';
import type { EmitRequest } from './selection.ts';

/** The candidates that a search lists where no number is asked for. */
export const DEFAULT_FOUND = 10;

/** The ways to search a space: with a proof, or candidate by candidate. */
export const SEARCH_METHODS = ['exact', 'evolution'] as const;

/** A way to search a space. */
export type SearchMethod = (typeof SEARCH_METHODS)[number];

/**
 * Candidates that an evolution evaluates, those of its population, and of the sample of which the best
 * is a parent. The last two are those with which regularized evolution was published (Real et al.
 * 2019); a population of 100 is that of NSGA-II as well (Deb et al. 2002).
 */
export const DEFAULT_EVOLUTION = { evaluations: 1000, population: 100, sampleSize: 25 } as const;

/** How an evolution searches; the defaults are {@link DEFAULT_EVOLUTION}. */
export interface EvolutionRequest {
  readonly evaluations?: number;
  readonly population?: number;
  readonly sampleSize?: number;
  /**
   * Candidates drawn at random that are evaluated to compare with. If absent, as many as the evolution
   * evaluates where a score and a cost are a formula, and otherwise the population alone.
   */
  readonly random?: number;
}

/** The fields of a request that an exact search ignores. */
export const EVOLUTION_FIELDS = [
  'evaluations',
  'population',
  'sampleSize',
  'random',
  'resume',
] as const satisfies readonly (keyof SearchRequest)[];

/** Which units are kept first where nothing is asked for. */
export const DEFAULT_ORDER: UnitOrder = 'leading';

/** What `search` is asked for. */
export interface SearchRequest
  extends
    SpaceRequest,
    ScoringRequest,
    ProxyRequest,
    Omit<CostRequest, 'cost' | 'maxCost' | 'measure'>,
    EvolutionRequest,
    EmitRequest {
  /** How it searches; exactly if absent. */
  readonly method?: SearchMethod;
  /** How many candidates are listed; {@link DEFAULT_FOUND} if absent. */
  readonly top?: number;
  /** The cost of which the whole front against the score is listed, in place of the best. */
  readonly front?: CostName;
  /** Whole models found that are measured, where latencies are predicted. */
  readonly check?: number;
  /** The lowest and the highest score that is of interest. */
  readonly atLeast?: number;
  readonly atMost?: number;
  /** The form in which the candidates are handed out besides. */
  readonly to?: ConversionTarget;
  /** Whether the page of figures is wanted. */
  readonly page?: boolean;
  /** Which units of a layer a sub-network keeps first; {@link DEFAULT_ORDER} if absent. */
  readonly order?: UnitOrder;
  /** The folder that the best sub-network of a checkpoint is written to. */
  readonly extract?: string;
}
