import { namesInShort, quote, type Problem } from '../problem.ts';
import type { Candidate } from '../formats/candidate-format.ts';
import { pickScore } from './pick-score.ts';

/** Candidates that are named; the rest are as many problems of one kind. */
const MAX_NAMED = 5;

/**
 * Why candidates do not carry one quality: some carry the one that would be taken for all (or, if
 * none would, those of the first), and others have no quality in common with them, such as perplexity
 * beside GLUE. A candidate that lacks some of the qualities of the others is no problem.
 */
export function findMixedQualities(
  candidates: readonly Pick<Candidate, 'source' | 'scores'>[],
): Problem[] {
  const names = new Set<string>();
  for (const { scores } of candidates) for (const name of Object.keys(scores)) names.add(name);
  const picked = pickScore([...names], undefined);
  const [first] = candidates;
  const own = picked.ok
    ? candidates.filter(({ scores }) => Object.hasOwn(scores, picked.value))
    : candidates.filter((candidate) => candidate === first);
  const common = new Set(own.flatMap(({ scores }) => Object.keys(scores)));
  const others = candidates.filter(({ scores }) => {
    const keys = Object.keys(scores);
    return keys.length > 0 && !keys.some((name) => common.has(name));
  });
  const expected = picked.ok ? quote(picked.value) : namesInShort([...common]);
  return others.slice(0, MAX_NAMED).map(({ source, scores }) => ({
    source,
    path: 'scores',
    message: `${namesInShort(Object.keys(scores))}: expected ${expected}, as other candidates carry; choose one with --truth-column, or give the two kinds to a run each`,
  }));
}
