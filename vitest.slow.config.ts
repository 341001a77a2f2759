import { defineConfig } from 'vitest/config';

/** Tests that take minutes: `npm run test:slow`, after a change of what they hold. */
export default defineConfig({
  test: {
    include: ['test/**/*.slow.ts'],
    globalSetup: ['test/build.ts'],
    testTimeout: 600_000,
  },
});
