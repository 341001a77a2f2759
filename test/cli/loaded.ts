import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { ROOT } from './run.ts';

const coverage = z.object({ result: z.array(z.object({ url: z.string() })) });
const sourceMap = z.object({ sources: z.array(z.string()) });

/** What a run has loaded besides Node itself. */
export interface Loaded {
  /** Files outside `node_modules`, from the root of the project. */
  readonly files: readonly string[];
  /** Packages, also those that are bundled into one of the files, each once and sorted. */
  readonly packages: readonly string[];
}

/**
 * What a run of the command line loads, by the engine's own record of the scripts it has run.
 * Throws where the run fails.
 */
export function loadedBy(args: readonly string[]): Loaded {
  const folder = mkdtempSync(join(tmpdir(), 'zerolm-loaded-'));
  try {
    const { status, stderr } = spawnSync(process.execPath, [join(ROOT, 'bin', 'zerolm'), ...args], {
      cwd: ROOT,
      encoding: 'utf8',
      env: { ...process.env, NODE_V8_COVERAGE: folder },
    });
    if (status !== 0) throw new Error(`exit code ${String(status)}: ${stderr}`);
    const paths = readdirSync(folder)
      .flatMap((name) => coverage.parse(readJson(join(folder, name))).result)
      .filter(({ url }) => url.startsWith('file:'))
      .map(({ url }) => fileURLToPath(url));
    return {
      files: paths
        .filter((path) => packageOf(path) === undefined)
        .map((path) => relative(ROOT, path).split(sep).join('/'))
        .sort(),
      packages: [...new Set(paths.flatMap(packagesIn))].sort(),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The packages in a file: its own, or those that its source map says it is made of. */
function packagesIn(path: string): string[] {
  const own = packageOf(path);
  if (own !== undefined) return [own];
  const map = `${path}.map`;
  const modules = existsSync(map) ? sourceMap.parse(readJson(map)).sources : [];
  return modules.map(packageOf).filter((name) => name !== undefined);
}

function packageOf(path: string): string | undefined {
  return /^.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path.split(sep).join('/'))?.[1];
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}
