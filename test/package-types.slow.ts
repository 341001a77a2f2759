import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROOT } from './cli/run.ts';
import { ENTRIES } from './entries.ts';

const MODULES = join(ROOT, 'node_modules');
const folder = mkdtempSync(join(tmpdir(), 'zerolm-consumer-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

interface Manifest {
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
}
const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Manifest;

const NAMES = [...ENTRIES.keys()];

/** The package as npm packs it, beside its dependencies; onnxruntime-node is left out. */
beforeAll(() => {
  execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder], {
    cwd: ROOT,
    shell: process.platform === 'win32',
  });
  const own = join(folder, 'node_modules', 'zerolm');
  mkdirSync(own, { recursive: true });
  execFileSync(
    'tar',
    ['-xzf', `zerolm-${manifest.version}.tgz`, '-C', own, '--strip-components', '1'],
    {
      cwd: folder,
    },
  );
  for (const name of Object.keys(manifest.dependencies)) {
    const place = join(folder, 'node_modules', name);
    mkdirSync(dirname(place), { recursive: true });
    symlinkSync(join(MODULES, name), place, 'junction');
  }
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  writeFileSync(
    join(folder, 'use.ts'),
    [
      ...NAMES.map((entry, i) => `import * as entry${i} from '${entry}';`),
      `export const entries: readonly object[] = [${NAMES.map((_, i) => `entry${i}`).join(', ')}];`,
    ].join('\n'),
  );
});

describe('the types of the package', () => {
  test.each([
    ['node16', 'node16'],
    ['nodenext', 'nodenext'],
    ['esnext', 'bundler'],
  ])('compile without onnxruntime-node: %s with %s', (module, moduleResolution) => {
    const compilerOptions = {
      ...{ module, moduleResolution, strict: true, skipLibCheck: false, noEmit: true },
      ...{
        target: 'es2022',
        lib: ['es2023'],
        types: ['node'],
        typeRoots: [join(MODULES, '@types')],
      },
    };
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ compilerOptions, files: ['use.ts'] }),
    );
    const { status, stdout } = spawnSync(
      process.execPath,
      [join(MODULES, 'typescript', 'bin', 'tsc'), '--project', folder],
      { encoding: 'utf8' },
    );
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
  });
});

test.each(NAMES)('%s resolves in the package as it is packed', (name) => {
  const code = `console.log(Object.keys(await import('${name}')).length > 0)`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
    cwd: folder,
    encoding: 'utf8',
  });
  expect({ stdout, stderr }).toEqual({ stdout: 'true\n', stderr: '' });
});
