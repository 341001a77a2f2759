import { defineConfig } from 'vitest/config';
import { SkipReasonsReporter } from './test/skip-reasons.ts';

/** Tests that take minutes: `npm run test:slow`, after a change of what they hold. */
export default defineConfig({
  test: {
    include: ['test/**/*.slow.ts'],
    reporters: ['default', new SkipReasonsReporter()],
    globalSetup: ['test/build.ts'],
    testTimeout: 600_000,
  },
});
