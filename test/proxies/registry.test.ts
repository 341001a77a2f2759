import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as library from '../../src/index.ts';
import { DEFAULT_PROXY_SETTINGS, type Proxy } from '../../src/proxies/proxy.ts';
import { PROXIES, registerProxies } from '../../src/proxies/registry.ts';
import { ROOT } from '../cli/run.ts';
import { NEIGHBOURS, tinyArchitecture } from '../scoring/architectures.ts';

const FOLDER = join(ROOT, 'src', 'proxies');

function isProxy(value: unknown): value is Proxy {
  return typeof value === 'object' && value !== null && 'needs' in value && 'direction' in value;
}

/** Every proxy that a file of the folder exports, by the name of the file. */
async function proxiesInFolder(): Promise<Map<string, Proxy>> {
  const found = new Map<string, Proxy>();
  for (const file of readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.ts') || file.endsWith('worker.ts')) continue;
    const exported: unknown = await import(join(FOLDER, file));
    if (typeof exported !== 'object' || exported === null) continue;
    for (const value of Object.values(exported)) {
      if (isProxy(value)) found.set(basename(file, '.ts'), value);
    }
  }
  return found;
}

describe('PROXIES', () => {
  test('are those of the folder, each in the file of its name: catches one that nobody registered', async () => {
    const found = await proxiesInFolder();
    expect([...found.keys()].sort()).toEqual([...PROXIES.keys()].sort());
    for (const [name, proxy] of found) expect(PROXIES.get(name)).toBe(proxy);
  });

  test('are exported by the library: catches one that only the command line has', () => {
    const exported = new Set<unknown>(Object.values(library));
    expect([...PROXIES.values()].filter((proxy) => !exported.has(proxy))).toEqual([]);
  });

  test('describe themselves in a line of a table of 80 characters', () => {
    for (const { name, description } of PROXIES.values()) {
      expect(description.length, name).toBeLessThanOrEqual(32);
    }
  });
});

describe('registerProxies', () => {
  test('refuses two of one name: catches one that takes the place of another', () => {
    const [first] = PROXIES.values();
    expect(first).toBeDefined();
    if (first === undefined) return;
    expect(() => registerProxies([first, { ...first }])).toThrow('two proxies named zerolm');
    expect(registerProxies([]).size).toBe(0);
  });
});

const DIRECT = [...PROXIES.values()].filter((proxy) => proxy.needs !== 'network');

describe.each(DIRECT)('$name', (proxy) => {
  test('scores nothing where there is nothing', async () => {
    expect(await proxy.score([], DEFAULT_PROXY_SETTINGS)).toEqual([]);
  });

  test('scores each as it does alone, in any order: catches a score that rests on its neighbours', async () => {
    const together = await proxy.score(NEIGHBOURS, DEFAULT_PROXY_SETTINGS);
    const turned = await proxy.score([...NEIGHBOURS].reverse(), DEFAULT_PROXY_SETTINGS);
    expect(turned.reverse()).toEqual(together);
    for (const [index, architecture] of NEIGHBOURS.entries()) {
      const [alone] = await proxy.score([architecture], DEFAULT_PROXY_SETTINGS);
      expect(alone).toEqual(together[index]);
      expect(alone?.ok === true && Number.isFinite(alone.value)).toBe(true);
    }
  });

  test('says how far it is, up to all of it', async () => {
    const seen: [number, number][] = [];
    await proxy.score([tinyArchitecture()], DEFAULT_PROXY_SETTINGS, (done, total) => {
      seen.push([done, total]);
    });
    const [done, total] = seen.at(-1) ?? [0, 1];
    expect(done).toBe(total);
  });

  test('has no infinite score: a size that overflows is an error with a reason', async () => {
    const huge = tinyArchitecture();
    const embedding = { ...huge.embedding, embeddingSize: 1e200, vocabSize: 1e200 };
    const [block] = huge.blocks;
    const blocks = [{ ...block, hiddenSize: 1e200, feedForwardWidths: [1e200] }] as const;
    const [result] = await proxy.score([{ ...huge, embedding, blocks }], DEFAULT_PROXY_SETTINGS);
    if (result?.ok === true) expect(Number.isFinite(result.value)).toBe(true);
    else expect(result?.reason).toMatch(/finite|expected/);
  });
});
