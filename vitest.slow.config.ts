import { defineConfig } from 'vitest/config';
import { SkipReasonsReporter } from './test/skip-reasons.ts';

/** Tests of properties whose cases `npm test` tries a tenth of. */
const SWEEPS = [
  'test/checkpoints/memory.test.ts',
  'test/engine/exact-sums.test.ts',
  'test/elementary-functions.test.ts',
  'test/formats/quick-reader.test.ts',
  'test/formats/registry.test.ts',
  'test/formula/compile-formula.test.ts',
  'test/formula/formula.test.ts',
  'test/initialization/box-muller.test.ts',
  'test/initialization/philox.test.ts',
  'test/input/parse-json.test.ts',
  'test/input/parse-yaml.test.ts',
  'test/proxies/network/reference.test.ts',
  'test/scoring/best-ranked.test.ts',
  'test/scoring/closed-form.test.ts',
  'test/scoring/rank-by-score.test.ts',
];

/** Tests that take minutes: `npm run test:slow`, after a change of what they hold. */
export default defineConfig({
  test: {
    include: ['test/**/*.slow.ts', ...SWEEPS],
    env: { ZEROLM_SWEEPS: 'whole' },
    reporters: ['default', new SkipReasonsReporter()],
    globalSetup: ['test/build.ts'],
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});
