import { expect, it } from 'vitest';
import type { Problem } from '../../src/problem.ts';
import { warnOnce } from '../../src/workflows/warn-once.ts';

it('warns once of what differs in its numbers alone', () => {
  const warned: Problem[] = [];
  const warn = warnOnce((more) => warned.push(...more));
  const warning = (source: string, message: string): Problem => ({ source, path: '', message });
  warn([warning('a', '3 of 1,024 models are noisy'), warning('a', '4 of 8 models are noisy')]);
  warn([warning('b', '4 of 8 models are noisy'), warning('a', 'models are noisy')]);
  warn([warning('a', '0.5 of 8 models are noisy')]);
  expect(warned).toEqual([
    warning('a', '3 of 1,024 models are noisy'),
    warning('b', '4 of 8 models are noisy'),
    warning('a', 'models are noisy'),
  ]);
});
