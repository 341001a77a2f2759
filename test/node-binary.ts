import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { arch, platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { failure, success, type Result } from '../src/result.ts';

/** Where downloaded versions of Node stay for the next run: each has 100 MB. */
const CACHE = join(tmpdir(), 'zerolm-node-versions');

/**
 * The path of the newest Node of a major version, which the npm registry has as a package for each
 * platform. It is no dependency of this one, because of its size.
 *
 * @returns a failure where the registry can't be reached, or has none for this platform
 */
export function nodeBinary(major: number): Result<string> {
  const place = join(CACHE, String(major));
  const binary = join(place, 'package', 'bin', 'node');
  if (existsSync(binary)) return success(binary);
  mkdirSync(CACHE, { recursive: true });
  const folder = mkdtempSync(join(CACHE, 'download-'));
  try {
    const name = `node-${platform()}-${arch()}@${major}`;
    execFileSync('npm', ['pack', name, '--silent', '--pack-destination', folder], {
      cwd: folder,
      stdio: 'pipe',
    });
    const [archive = ''] = readdirSync(folder);
    execFileSync('tar', ['-xzf', archive, 'package/bin/node'], { cwd: folder });
    renameSync(folder, place);
    return success(binary);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    return failure(error instanceof Error ? error.message : String(error));
  }
}
