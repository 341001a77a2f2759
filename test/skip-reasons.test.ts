import { expect, it } from 'vitest';
import { skipReasons } from './skip-reasons.ts';

it('counts skipped tests by what they lack: catches a skip that nobody notices', () => {
  const skipped = (fullName: string, note?: string): { fullName: string; note?: string } => ({
    fullName,
    ...(note === undefined ? {} : { note }),
  });
  expect(
    skipReasons([
      skipped('reports (skipped: no Chromium) > opens'),
      skipped('reports (skipped: no Chromium) > prints'),
      skipped('shows a bar (needs script(1)): catches none'),
      skipped('Node 26 > prints the same', 'no Node 26: offline'),
      skipped('does (much) more'),
    ]),
  ).toBe(
    'Skipped 5: no Chromium (2); needs script(1) (1); no Node 26: offline (1); ' +
      'no reason given: "does (much) more" (1)\n',
  );
  expect(skipReasons([])).toBe('');
});
