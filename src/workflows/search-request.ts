import type { ConversionTarget } from '../converting/conversion-targets.ts';
import type { CostName } from '../costs/registry.ts';
import type { CostRequest } from './chosen-cost.ts';
import type { SpaceRequest } from './open-space.ts';
import type { ProxyRequest } from './ranking-proxy.ts';
import type { ScoringRequest } from './scoring-request.ts';
import type { EmitRequest } from './selection.ts';

/** The candidates that a search lists where no number is asked for. */
export const DEFAULT_FOUND = 10;

/** What `search` is asked for. */
export interface SearchRequest
  extends
    SpaceRequest,
    ScoringRequest,
    ProxyRequest,
    Pick<CostRequest, 'batch' | 'sequenceLength'>,
    EmitRequest {
  /** How many candidates are listed; {@link DEFAULT_FOUND} if absent. */
  readonly top?: number;
  /** The cost of which the whole front against the score is listed, in place of the best. */
  readonly front?: CostName;
  /** The lowest and the highest score that is of interest. */
  readonly atLeast?: number;
  readonly atMost?: number;
  /** The form in which the candidates are handed out besides. */
  readonly to?: ConversionTarget;
}
