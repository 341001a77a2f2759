import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DEFAULT_PROXY_SETTINGS, type ProxySettings } from '../../src/proxy-parts/proxy.ts';
import {
  DEFAULT_BASELINE,
  PROXIES,
  PROXY_SETTINGS,
  registerProxies,
} from '../../src/proxies/registry.ts';
import { ROOT } from '../cli/run.ts';
import { NEIGHBOURS, tinyArchitecture } from '../scoring/architectures.ts';

const FOLDER = join(ROOT, 'src', 'proxies');

const FILES = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter(
  (name) => name.endsWith('.ts') && name !== 'registry.ts',
);

describe('PROXIES', () => {
  test.each(FILES)('%s is a registered proxy of that name, and nothing else', async (file) => {
    const exported = (await import(join(FOLDER, file))) as Record<string, unknown>;
    const name = basename(file, '.ts');
    // A function beside it, such as multiplyAdds, is a part of the proxy.
    const values = Object.values(exported).filter((value) => typeof value !== 'function');
    expect(values).toEqual([PROXIES.get(name)]);
    expect(PROXIES.get(name)?.name).toBe(name);
    expect(PROXIES.get(name)?.needs === 'network').toBe(dirname(file) === 'network');
  });

  test('have a file each, of their name: catches a proxy of two files, or of none', () => {
    expect(FILES.map((file) => basename(file, '.ts')).sort()).toEqual([...PROXIES.keys()].sort());
  });

  test('describe themselves in a line of a table of 80 characters', () => {
    for (const { name, description } of PROXIES.values()) {
      expect(description.length, name).toBeLessThanOrEqual(32);
    }
  });

  test('have the default baseline', () => {
    expect(PROXIES.has(DEFAULT_BASELINE)).toBe(true);
  });

  test('declare settings of different names, which read their own default: catches two of one field', () => {
    const names = PROXY_SETTINGS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { name, schema, initial, read } of PROXY_SETTINGS) {
      expect(read({})).toBe(initial);
      expect(read({ [name]: initial })).toBe(initial);
      expect(schema.safeParse(initial).success).toBe(true);
      expect(() => read({ [name]: Symbol('wrong') })).toThrow();
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

/** The defaults with what no proxy can do without. */
const SETTINGS: ProxySettings = { ...DEFAULT_PROXY_SETTINGS, own: { trainTokens: 2e9 } };

const DIRECT = [...PROXIES.values()].filter((proxy) => proxy.needs !== 'network');

describe.each(DIRECT)('$name', (proxy) => {
  test('scores nothing where there is nothing', async () => {
    expect(await proxy.score([], SETTINGS)).toEqual([]);
  });

  test('scores each as it does alone, in any order: catches a score that rests on its neighbours', async () => {
    const together = await proxy.score(NEIGHBOURS, SETTINGS);
    const turned = await proxy.score([...NEIGHBOURS].reverse(), SETTINGS);
    expect(turned.reverse()).toEqual(together);
    for (const [index, architecture] of NEIGHBOURS.entries()) {
      const [alone] = await proxy.score([architecture], SETTINGS);
      expect(alone).toEqual(together[index]);
      expect(alone?.ok === true && Number.isFinite(alone.value)).toBe(true);
    }
  });

  test('says how far it is, up to all of it', async () => {
    const seen: [number, number][] = [];
    await proxy.score([tinyArchitecture()], SETTINGS, (done, total) => {
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
    const [result] = await proxy.score([{ ...huge, embedding, blocks }], SETTINGS);
    if (result?.ok === true) expect(Number.isFinite(result.value)).toBe(true);
    else expect(result?.reason).toMatch(/finite|expected/);
  });
});
