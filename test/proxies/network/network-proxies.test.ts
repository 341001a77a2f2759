import { describe, expect, test } from 'vitest';
import { NETWORK_PROXIES } from '../../../src/proxies/registry.ts';
import type { NetworkProxy } from '../../../src/proxy-parts/network-proxy.ts';
import { largeCase, smallCase } from './cases.ts';
import { measureCase, scoreCase } from './measure-case.ts';

const OF_NETWORK = NETWORK_PROXIES.filter(({ pass }) => pass === 'network');
const OF_LINEAR = NETWORK_PROXIES.filter(({ pass }) => pass === 'linear');
const ALL = ['attention', 'multiplicative', 'fourier', 'cosine', 'convolution'] as const;

/** Proxies whose numbers count something, so that two seeds may well give the same. */
const COUNTS = ['pca', 'weighted-pca', 'swap', 'swap-regularized'];

/** The settings that some proxies have no score without. */
const OWN = { swapMu: 1 };

describe('NETWORK_PROXIES', () => {
  test.each([OF_NETWORK, OF_LINEAR])(
    'score every operation: catches a proxy that fails on a part that it has no use for',
    async (...proxies) => {
      const scores = await measureCase(largeCase(...ALL), proxies, { own: OWN });
      for (const [name, result] of scores) {
        expect(result.ok, `${name}: ${result.ok ? '' : result.reason}`).toBe(true);
      }
    },
  );

  test('score the same again, and another seed otherwise: catches what is left of a run before', async () => {
    const testCase = smallCase('attention', 'convolution');
    const first = await measureCase(testCase, OF_NETWORK, { seed: 1 });
    expect(await measureCase(testCase, OF_NETWORK, { seed: 1 })).toEqual(first);
    const other = await measureCase(testCase, OF_NETWORK, { seed: 2 });
    for (const { name } of OF_NETWORK.filter((proxy) => !COUNTS.includes(proxy.name))) {
      expect(other.get(name), name).not.toEqual(first.get(name));
    }
  });
});

const together = smallCase(...ALL);
const ofNetwork = measureCase(together, OF_NETWORK);
const ofLinear = measureCase(together, OF_LINEAR);

describe.each(NETWORK_PROXIES)('$name', (proxy: NetworkProxy) => {
  test('is the same alone as among all others: catches a score that rests on who else is asked', async () => {
    const all = await (proxy.pass === 'linear' ? ofLinear : ofNetwork);
    expect(await scoreCase(together, proxy)).toEqual(all.get(proxy.name));
  });

  test('reads sequences of one token by the sum of the outputs, or says why not: catches a division by none', async () => {
    const words = { ...smallCase('attention', 'fourier'), tokens: [[1], [2], [3]] };
    const result = await scoreCase(words, proxy, { loss: 'output-sum' });
    if (result.ok) expect(Number.isFinite(result.value)).toBe(true);
    else expect(result.reason).not.toMatch(/NaN/);
  });
});
