import { countEach } from '../proxy-parts/count-each.ts';
import type { DirectProxy } from '../proxy-parts/proxy.ts';
import { weightTerms } from '../proxy-parts/weight-terms.ts';

/** The number of parameters of the token-mixing operations with their output projections. */
export const attentionParams: DirectProxy = {
  name: 'attention-params',
  description: 'parameters of attention',
  direction: 'higher-is-better',
  paper: null,
  needs: 'shapes',
  score: countEach(({ parameters }) => parameters.attention),
  terms: weightTerms(({ subModule }) => subModule === 'attention'),
};
