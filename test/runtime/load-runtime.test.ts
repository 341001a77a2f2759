import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { arch, platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { loadRuntime, type Runtime } from '../../src/runtime/load-runtime.ts';
import { ROOT } from '../cli/run.ts';

const folder = mkdtempSync(join(tmpdir(), 'zerolm-runtime-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const MODULES = join(ROOT, 'node_modules');

/** A copy of the package as npm lays it out, without its libraries; how it is loaded. */
function copyOfPackage(name: string): { place: string; load: () => Promise<Runtime> } {
  const modules = join(folder, name, 'node_modules');
  const place = join(modules, 'onnxruntime-node');
  for (const part of ['onnxruntime-node/dist', 'onnxruntime-node/package.json']) {
    cpSync(join(MODULES, part), join(modules, part), { recursive: true });
  }
  symlinkSync(join(MODULES, 'onnxruntime-common'), join(modules, 'onnxruntime-common'), 'junction');
  return { place, load: () => import(join(place, 'dist', 'index.js')) as Promise<Runtime> };
}

const reasonOf = async (load: () => Promise<Runtime>): Promise<string> => {
  const loaded = await loadRuntime(load);
  return loaded.ok ? 'it was loaded' : loaded.reason;
};

describe('loadRuntime', () => {
  test('gives the runtime, which says its version: catches a package that is not what it was', async () => {
    const loaded = await loadRuntime();
    expect(loaded.ok && loaded.value.env.versions.node).toMatch(/^1\.\d+\.\d+$/);
    expect(loaded.ok && loaded.value.env.logLevel).toBe('error');
  });

  test('says how to install what is not there: catches a stack trace', async () => {
    const missing = 'onnxruntime-nowhere';
    const reason = await reasonOf(() => import(missing) as Promise<Runtime>);
    expect(reason).toMatch(
      /needs the package onnxruntime-node, which is not installed: npm install/,
    );
    expect(reason).toContain('--ignore-scripts');
    expect(reason).toContain('npm config set ignore-scripts true');
  });

  test('says which machines there are libraries for: catches a path in place of a reason', async () => {
    const reason = await reasonOf(copyOfPackage('no-library').load);
    expect(reason).toContain(`holds no library for ${platform()} ${arch()}: run zerolm on`);
  });

  test('says that a library is of another machine: catches what the loader prints alone', async () => {
    const { place, load } = copyOfPackage('other-library');
    const library = join(place, 'bin', 'napi-v6', platform(), arch());
    mkdirSync(library, { recursive: true });
    writeFileSync(join(library, 'onnxruntime_binding.node'), 'of another machine');
    const reason = await reasonOf(load);
    expect(reason).toContain(`can't be loaded on ${platform()} ${arch()}: `);
    expect(reason).toContain('remove it and install on this one: npm install onnxruntime-node');
  });

  test('hands on any other reason in one line', async () => {
    const reason = await reasonOf(() => Promise.reject(new Error('no more threads\n    at x')));
    expect(reason).toBe("onnxruntime-node can't be loaded: no more threads");
  });
});
