import { expect, test } from 'vitest';
import { formatBytes } from '../src/format-bytes.ts';

test.each([
  [10e6, '10 MB'],
  [512.4e6, '512 MB'],
  [2e9, '2 GB'],
  [2.3456e9, '2.35 GB'],
])('formatBytes says %d as %s: catches 0.0100 GB for 10 MB', (bytes, words) => {
  expect(formatBytes(bytes)).toBe(words);
});
