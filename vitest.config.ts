import { defineConfig } from 'vitest/config';
import { SkipReasonsReporter } from './test/skip-reasons.ts';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    reporters: ['default', new SkipReasonsReporter()],
    globalSetup: ['test/build.ts', 'test/nothing-left-behind.ts'],
    // Far more than any test takes alone: the machine may be busy with other work.
    testTimeout: 300_000,
    hookTimeout: 120_000,
    // By default a core is left free, which of two is half of them.
    maxWorkers: '100%',
    // The files of a worker share its modules, which hold caches alone. Loading them for each file
    // took a third of the processor time.
    isolate: false,
    onConsoleLog(log) {
      // The library never prints, and a test that does hides what it found.
      throw new Error(`printed by a test or by the library: ${log}`);
    },
  },
});
