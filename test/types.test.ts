import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from './cli/run.ts';

const TSC = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');

test('the public types are what the type tests expect: catches a type that says less or more', () => {
  // Against the built declarations, which takes a tenth of the time that the sources would.
  const { status, stdout } = spawnSync(
    process.execPath,
    [TSC, '--project', join(ROOT, 'tsconfig.types.json')],
    { cwd: ROOT, encoding: 'utf8' },
  );
  expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
});
