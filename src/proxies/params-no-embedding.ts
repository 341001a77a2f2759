import { countEach } from './count-each.ts';
import type { Proxy } from './proxy.ts';

/**
 * The number of parameters outside the embedding.
 *
 * Source: Kaplan et al., "Scaling laws for neural language models", 2020, section 1.1 (N), where
 * the loss follows it more closely than the count with embeddings.
 */
export const paramsNoEmbedding: Proxy = {
  name: 'params-no-embedding',
  description: 'parameters outside the embedding',
  direction: 'higher-is-better',
  paper: 'Kaplan et al. 2020, arXiv 2001.08361',
  needs: 'shapes',
  score: (architectures, _settings, onProgress) =>
    countEach(architectures, ({ total, embedding }) => total - embedding, onProgress),
};
