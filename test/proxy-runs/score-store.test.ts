import { describe, expect, test } from 'vitest';
import type { KeptScore, ScoreStore } from '../../src/engine/score-store.ts';
import { scoreProxies } from '../../src/proxy-runs/score-proxies.ts';
import { tinyArchitecture } from '../scoring/architectures.ts';
import { MODELS, named, resultsOf, settingsWith, type Changes } from './network-runs.ts';

/** A store in memory. */
function memoryStore(): ScoreStore & { readonly kept: Map<string, KeptScore>; reads: number } {
  const kept = new Map<string, KeptScore>();
  return {
    kept,
    reads: 0,
    read(key) {
      const found = kept.get(key)?.result;
      if (found !== undefined) this.reads += 1;
      return found;
    },
    write: (scores) => {
      for (const score of scores) kept.set(score.key, score);
    },
  };
}

describe('scoreProxies with a store of scores', () => {
  test('takes from a store what is there, and gives it the rest: catches a score that is computed again', async () => {
    const store = memoryStore();
    const settings = settingsWith({ engine: { scores: store } });
    const proxies = named('snip', 'synflow');
    const first = await resultsOf(proxies, MODELS.slice(0, 3), settings);
    expect(store.kept.size).toBe(2 * 3);
    expect(store.reads).toBe(0);
    let networks: number | undefined;
    const again = await scoreProxies(proxies, MODELS.slice(0, 3), settings, (_, __, part) => {
      networks = part.total;
    });
    expect(networks).toBe(0);
    expect(store.reads).toBe(6);
    expect(new Map(again.map(({ proxy, results }) => [proxy.name, results]))).toEqual(first);
    // A proxy, a model and a seed more: what is known of the others is not computed again.
    const more = settingsWith({ engine: { scores: store }, scoring: { seeds: 2 } });
    const three = await resultsOf(named('snip', 'synflow', 'naswot'), MODELS.slice(0, 4), more);
    expect(store.kept.size).toBe(3 * 4 * 2);
    expect(three).toEqual(
      await resultsOf(
        named('snip', 'synflow', 'naswot'),
        MODELS.slice(0, 4),
        settingsWith({ scoring: { seeds: 2 } }),
      ),
    );
  });

  test('keeps a reason that stays, and none of the machine: catches a failure that is never tried again', async () => {
    const store = memoryStore();
    const decoder = tinyArchitecture({ family: 'decoder' });
    const settings = settingsWith({ engine: { scores: store }, network: { memoryLimit: 1e6 } });
    await resultsOf(named('snip'), [decoder, MODELS[0]!], settings);
    expect([...store.kept.values()].map(({ result }) => result.ok)).toEqual([false]);
  });

  test('has a key of its own for every setting: catches a score of another setting', async () => {
    const store = memoryStore();
    const sequences = [0, 1, 2].map(() => [1, 2, 3, 4, 5, 6, 7, 8]);
    const all: Changes[] = [
      {},
      { network: { batch: 2 } },
      { network: { loss: 'output-sum' } },
      { network: { tokens: sequences } },
      { network: { tokens: sequences.map((sequence) => [...sequence].reverse()) } },
      { scoring: { seed: 1 } },
      { scoring: { initialization: 'xavier-normal' } },
    ];
    for (const changes of all) {
      await resultsOf(
        named('snip'),
        MODELS.slice(0, 1),
        settingsWith({ ...changes, engine: { scores: store } }),
      );
    }
    const longer = { ...settingsWith({ engine: { scores: store } }), sequenceLength: 9 };
    await resultsOf(named('snip'), MODELS.slice(0, 1), longer);
    expect(store.kept.size).toBe(all.length + 1);
    expect(store.reads).toBe(0);
  });
});
