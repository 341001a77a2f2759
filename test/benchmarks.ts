import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe } from 'vitest';

/** The published benchmarks beside the project; they are not part of it. */
export const BENCHMARKS = fileURLToPath(new URL('../../shared/benchmarks/', import.meta.url));

/** A group of tests that need the published benchmarks: skipped, saying so, where they are missing. */
export function describeWithBenchmarks(title: string, tests: () => void): void {
  const there = existsSync(BENCHMARKS);
  describe.skipIf(!there)(there ? title : `${title} (skipped: no folder ${BENCHMARKS})`, tests);
}
