import { countEach } from '../proxy-parts/count-each.ts';
import type { DirectProxy } from '../proxy-parts/proxy.ts';
import { weightTerms } from '../proxy-parts/weight-terms.ts';

/** The number of parameters: weights, biases and norms of all parts of the model. */
export const params: DirectProxy = {
  name: 'params',
  description: 'parameters of all parts',
  direction: 'higher-is-better',
  paper: null,
  needs: 'shapes',
  score: countEach(({ parameters }) => parameters.total),
  terms: weightTerms(() => true),
};
