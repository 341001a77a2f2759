import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../cli/run.ts';
import { CASES, type Case } from './measure-case.ts';

/** Some of the cases by larger batches, whose sequences scripts/make-proxy-reference.py makes too. */
export const BATCHES: readonly Case[] = (
  JSON.parse(
    readFileSync(join(ROOT, 'test', 'proxies', 'network', 'batches.json'), 'utf8'),
  ) as readonly { readonly id: string; readonly sequences: number }[]
).map(({ id, sequences }) => {
  const known = CASES.find((testCase) => testCase.id === id);
  if (known === undefined) throw new Error(`there is no case ${id}`);
  return larger(known, sequences);
});

function larger(known: Case, sequences: number): Case {
  const size = Math.max(1, known.architecture.embedding.vocabSize);
  const [first = []] = known.tokens;
  const tokens = Array.from({ length: sequences }, (_, b) =>
    first.map((__, t) => (7 * b * b + 5 * t * t + 3 * b * t + b + t) % size),
  );
  return { ...known, tokens };
}
