import { describe, expect, it } from 'vitest';
import { readCandidates } from '../../src/candidates/read-candidates.ts';
import { DEFAULT_PROXY_SETTINGS } from '../../src/proxy-parts/proxy.ts';
import { PROXIES } from '../../src/proxies/registry.ts';

const INPUTS = ['fixtures/bert-family', 'fixtures/flexibert-candidates', 'fixtures/lts-gpt2'];

const WITH_TERMS = [...PROXIES.values()].flatMap((proxy) =>
  proxy.needs !== 'network' && proxy.terms !== undefined ? [{ proxy, terms: proxy.terms }] : [],
);

describe('the terms of a proxy', () => {
  it('are those of every plain count: catches a registry without any', () => {
    expect(WITH_TERMS.map(({ proxy }) => proxy.name)).toEqual(
      expect.arrayContaining(['params', 'flops', 'depth', 'depth-width', 'bottleneck', 'nsc']),
    );
  });

  it.each(WITH_TERMS.map(({ proxy, terms }) => ({ name: proxy.name, proxy, terms })))(
    '$name joins them to its score: catches a part that is counted in one of the two',
    async ({ proxy, terms: termsOf }) => {
      const settings = { ...DEFAULT_PROXY_SETTINGS, sequenceLength: 64 };
      const { candidates } = await readCandidates(INPUTS);
      const architectures = candidates.map(({ architecture }) => architecture);
      const scores = await proxy.score(architectures, settings);
      const of = termsOf(settings);
      for (const [index, architecture] of architectures.entries()) {
        const { terms, join } = of(architecture);
        const size = terms[0]?.sums.length ?? 0;
        const sums = Array.from({ length: size }, (_, sum) =>
          terms.reduce((all, term) => all + (term.sums[sum] ?? NaN), 0),
        );
        const score = scores[index];
        if (score?.ok !== true) throw new Error('no score');
        expect(Math.abs(join(sums) - score.value)).toBeLessThanOrEqual(
          1e-12 * Math.abs(score.value),
        );
        for (const { block } of terms) {
          expect(block ?? 0).toBeLessThan(architecture.blocks.length);
        }
      }
    },
  );
});
