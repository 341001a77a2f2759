import { success } from '../result.ts';
import { BatchScorer } from '../scoring/batch-scorer.ts';
import type { DirectProxy } from '../proxy-parts/proxy.ts';

/**
 * The ZeroLM score: the capacities of attention, feed-forward and embedding, combined by the
 * balance of the settings, or of the family where they have none.
 */
export const zerolm: DirectProxy = {
  name: 'zerolm',
  description: 'balanced capacities of its parts',
  direction: 'higher-is-better',
  paper: 'arXiv 2503.18646',
  needs: 'shapes',
  hasAlpha: true,
  score: async (architectures, { scoring, engine }, onProgress) => {
    const results = await new BatchScorer(scoring, engine).score(architectures, onProgress);
    return results.map((result) => (result.ok ? success(result.value.score) : result));
  },
};
