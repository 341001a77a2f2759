import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { join } from 'node:path';

/** The root of the project: the commands of the README are run from here. */
export const ROOT = join(import.meta.dirname, '..', '..');

/** What a run of the command line left behind. */
export type Run = Pick<SpawnSyncReturns<string>, 'status' | 'stdout' | 'stderr'>;

/** Runs the built command line as a user would, with no terminal. */
export function zerolm(
  args: readonly string[],
  options: { env?: NodeJS.ProcessEnv; cwd?: string } = {},
): Run {
  const { env = {}, cwd = ROOT } = options;
  const { NO_COLOR: _no, FORCE_COLOR: _force, ...inherited } = process.env;
  return spawnSync(process.execPath, [join(ROOT, 'bin', 'zerolm'), ...args], {
    cwd,
    encoding: 'utf8',
    env: { ...inherited, ...env },
    maxBuffer: 2 ** 28,
  });
}

/** The standard output of a run that has to succeed without a word on standard error. */
export function outputOf(args: readonly string[]): string {
  const { status, stdout, stderr } = zerolm(args);
  if (status !== 0 || stderr !== '') throw new Error(`exit code ${String(status)}: ${stderr}`);
  return stdout;
}
