import { countEach } from '../proxy-parts/count-each.ts';
import type { DirectProxy } from '../proxy-parts/proxy.ts';
import { weightTerms } from '../proxy-parts/weight-terms.ts';

/**
 * The number of parameters outside the embedding, as Kaplan et al. count them: the entries of the
 * weight matrices of the blocks, without biases, norms, embeddings and output head.
 *
 * Source: Kaplan et al., "Scaling laws for neural language models", 2020, section 2.1 (N,
 * equation 2.1), whose loss follows it more closely than the count with embeddings.
 */
export const paramsNoEmbedding: DirectProxy = {
  name: 'params-no-embedding',
  description: 'weights of the blocks',
  direction: 'higher-is-better',
  paper: 'Kaplan et al. 2020, arXiv 2001.08361',
  needs: 'shapes',
  score: countEach(({ capacity }) => capacity.attention + capacity.feedForward),
  terms: weightTerms(({ counts, subModule }) => counts === 'capacity' && subModule !== 'embedding'),
};
