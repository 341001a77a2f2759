import { describe, expect, test } from 'vitest';
import { completeModel } from '../../src/architecture/complete-architecture.ts';
import { reduceSum } from '../../src/onnx/compose/reductions.ts';
import type { GraphValue } from '../../src/onnx/graph.ts';
import type { NetworkProxy } from '../../src/proxy-parts/network-proxy.ts';
import type { ProxySettings } from '../../src/proxy-parts/proxy.ts';
import { NETWORK_PROXIES, PROXIES } from '../../src/proxies/registry.ts';
import { scoreProxies } from '../../src/proxy-runs/score-proxies.ts';
import { failure, success, type Result } from '../../src/result.ts';
import { tinyArchitecture } from '../scoring/architectures.ts';
import { LARGE_BATCH, MODELS, named, resultsOf, settingsWith } from './network-runs.ts';

/** A proxy that measures one value of a pass. */
function proxyOf(
  name: string,
  pick: (pass: Parameters<NetworkProxy['measure']>[0]) => GraphValue,
  score: (value: number) => Result<number> = success,
): NetworkProxy {
  return {
    name,
    description: name,
    direction: 'higher-is-better',
    paper: null,
    needs: 'network',
    pass: 'network',
    measure: (pass) =>
      success({
        outputs: [pick(pass)],
        score: ([tensor]) => score(Number(tensor?.data[0])),
      }),
  };
}

describe('a score of a proxy that runs the network', () => {
  test('is the same to the last bit alone, together, in any order, and on threads: catches a score that rests on its neighbours', async () => {
    const together = await resultsOf(NETWORK_PROXIES, MODELS, LARGE_BATCH);
    for (const [name, results] of together) {
      expect(results.filter(({ ok }) => !ok).length, name).toBeLessThan(MODELS.length);
    }
    const turned = await resultsOf(
      [...NETWORK_PROXIES].reverse(),
      [...MODELS].reverse(),
      LARGE_BATCH,
    );
    for (const [name, results] of turned) {
      expect([...results].reverse()).toEqual(together.get(name));
    }
    const threads = { ...LARGE_BATCH, engine: { jobs: 2 } };
    expect(await resultsOf(NETWORK_PROXIES, MODELS, threads)).toEqual(together);
    for (const proxy of NETWORK_PROXIES) {
      const [alone] = (await resultsOf([proxy], MODELS.slice(2, 3), LARGE_BATCH)).values();
      expect(alone, proxy.name).toEqual(together.get(proxy.name)?.slice(2, 3));
    }
  });

  test('is the mean over the seeds, each of which gives its own: catches a seed that changes nothing', async () => {
    const proxies = named('snip', 'synflow', 'head-confidence');
    const of = async (seed: number, seeds: number): Promise<Map<string, number>> => {
      const results = await resultsOf(
        proxies,
        MODELS.slice(0, 1),
        settingsWith({ scoring: { seed, seeds } }),
      );
      return new Map(
        [...results].map(([name, [result]]) => [name, result?.ok === true ? result.value : NaN]),
      );
    };
    const [one, other, both] = [await of(4, 1), await of(5, 1), await of(4, 2)];
    for (const { name } of proxies) {
      expect(one.get(name)).not.toBe(other.get(name));
      expect(both.get(name)).toBe(((one.get(name) ?? 0) + (other.get(name) ?? 0)) / 2);
    }
  });

  test('depends on sequences, loss and batch as it should: catches a setting that does nothing', async () => {
    const proxies = named('snip', 'synflow');
    const of = async (network: Partial<ProxySettings['network']>) =>
      resultsOf(proxies, MODELS.slice(0, 1), settingsWith({ network }));
    const drawn = await of({});
    const sequences = [0, 1, 2].map((sequence) =>
      Array.from({ length: 9 }, (_, n) => (sequence + 7 * n) % 50),
    );
    const given = await of({ tokens: sequences });
    for (const changed of [given, await of({ batch: 2 }), await of({ loss: 'output-sum' })]) {
      expect(changed.get('snip')).not.toEqual(drawn.get('snip'));
      expect(changed.get('synflow')).toEqual(
        changed === given ? drawn.get('synflow') : changed.get('synflow'),
      );
    }
    // What is behind the length of a sequence has no part.
    const shorter = sequences.map((sequence) => sequence.slice(0, 8));
    expect(await of({ tokens: shorter })).toEqual(given);
    const foreign = await of({
      tokens: sequences.map((sequence) => sequence.map((id) => id + 40)),
    });
    expect(foreign.get('snip')?.[0]).toMatchObject({
      ok: false,
      reason: expect.stringContaining('is not a token of the model') as string,
    });
  });
});

describe('scoreProxies', () => {
  test('runs equal architectures once, and one graph for all seeds: catches work that is done twice', async () => {
    let built = 0;
    const counting = proxyOf('counting', (pass) => {
      built += 1;
      return pass.loss;
    });
    const twice = [...MODELS, ...MODELS.map((model) => ({ ...model }))];
    const settings = settingsWith({ scoring: { seeds: 3 } });
    const results = (await resultsOf([counting], twice, settings)).get('counting') ?? [];
    expect(built).toBe(MODELS.length);
    expect(results.slice(MODELS.length)).toEqual(results.slice(0, MODELS.length));
  });

  test('gives the reason where an architecture can not be run, and scores the others', async () => {
    const decoder = tinyArchitecture({ family: 'decoder' });
    const results = await resultsOf(named('snip'), [decoder, MODELS[0]!]);
    const [first, second] = results.get('snip') ?? [];
    expect(first).toMatchObject({
      ok: false,
      reason: expect.stringContaining("can't be run") as string,
    });
    expect(second?.ok).toBe(true);
  });

  test('names a loss, a gradient or a score that is not finite: catches a NaN that is ranked', async () => {
    const steep = tinyArchitecture({ initializerRange: 1e30, blockCount: 1 });
    const broken = tinyArchitecture({ initializerRange: 1e38, blockCount: 1 });
    const results = await resultsOf(named('snip', 'head-confidence'), [broken, MODELS[0]!, steep]);
    expect(results.get('snip')?.[0]).toMatchObject({
      ok: false,
      reason: expect.stringMatching(
        /^the loss is (NaN|-?Infinity), not a finite number$/,
      ) as string,
    });
    expect(results.get('snip')?.[1]?.ok).toBe(true);
    expect(results.get('snip')?.[2]).toEqual(
      failure('a gradient, or what is made of it, is NaN, not a finite number'),
    );
    const infinite = proxyOf('infinite', ({ forward: { builder, hidden } }) =>
      builder.apply('Reciprocal', [
        builder.apply('Sub', [reduceSum(builder, hidden), reduceSum(builder, hidden)]),
      ]),
    );
    const divided = proxyOf(
      'divided',
      ({ loss }) => loss,
      () => success(1 / 0),
    );
    const refused = proxyOf(
      'refused',
      ({ loss }) => loss,
      () => failure('there is nothing to measure'),
    );
    const own = await resultsOf([infinite, divided, refused], MODELS.slice(0, 1));
    const reasonOf = (name: string): string | undefined => {
      const [result] = own.get(name) ?? [];
      return result?.ok === false ? result.reason : undefined;
    };
    expect(reasonOf('infinite')).toBe('an activation is Infinity, not a finite number');
    expect(reasonOf('divided')).toBe('the score is Infinity, not a finite number');
    expect(reasonOf('refused')).toBe('there is nothing to measure');
  });

  test('leaves what takes more memory than there may be: catches a process that is killed', async () => {
    const wide = tinyArchitecture({
      blocks: tinyArchitecture().blocks.map((block) => ({
        ...block,
        hiddenSize: 1024,
        feedForwardWidths: [4096],
      })),
    });
    const vast = completeModel(
      wide,
      Array.from({ length: 4000 }, () => wide.blocks[0]),
    );
    for (const jobs of [1, 2]) {
      const settings = settingsWith({ network: { memoryLimit: 5e8 }, engine: { jobs } });
      const results = (await resultsOf(named('snip'), [wide, vast, MODELS[0]!], settings)).get(
        'snip',
      );
      expect(results?.[0]).toMatchObject({
        ok: false,
        reason: expect.stringMatching(
          /^to run it takes about \d+ MB, and the memory limit is 500 MB: raise --memory-limit/,
        ) as string,
      });
      expect(results?.[1]).toMatchObject({
        ok: false,
        reason: expect.stringMatching(/^to run it takes more than \d+ GB/) as string,
      });
      expect(results?.[2]?.ok).toBe(true);
    }
  });

  test('says how far it is, up to all of it, and how long each took', async () => {
    const seen: number[] = [];
    const proxies = [...named('snip', 'grasp'), PROXIES.get('params')!];
    const scored = await scoreProxies(proxies, MODELS, settingsWith(), (done, total) => {
      seen.push(done / total);
    });
    expect(seen.at(-1)).toBeCloseTo(1, 12);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    const [snip = 0, grasp = 0, params = 0] = scored.map(({ milliseconds }) => milliseconds);
    // A second backward pass takes longer than none.
    expect(grasp).toBeGreaterThan(snip);
    expect(params).toBeGreaterThan(0);
  });

  test('scores nothing where there is nothing', async () => {
    expect((await resultsOf(named('snip'), [])).get('snip')).toEqual([]);
    expect(await scoreProxies([], MODELS, settingsWith())).toEqual([]);
  });
});
