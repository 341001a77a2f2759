import { nearestName } from '../nearest-name.ts';
import { namesInShort, quote } from '../problem.ts';
import { failure, success, type Result } from '../result.ts';

/**
 * Scores that stand for all others of their record: GLUE is the mean of the tasks beside it, and a
 * language model is trained for its perplexity, on the validation set where there are several.
 */
const SUMMARY_SCORES = ['glue', 'GLUE Score', 'valid_ppl', 'perplexity'];

/**
 * Which of several measured qualities is meant: the named one, the only one, or the one that is
 * known to sum up the others.
 */
export function pickScore(names: readonly string[], wanted: string | undefined): Result<string> {
  if (wanted !== undefined) {
    return names.includes(wanted) ? success(wanted) : failure(unknownName(wanted, names));
  }
  const [only] = names;
  if (names.length === 1 && only !== undefined) return success(only);
  const summary = SUMMARY_SCORES.find((name) => names.includes(name));
  return summary === undefined
    ? failure(`several qualities: choose one with --truth-column, of ${namesInShort(names)}`)
    : success(summary);
}

function unknownName(wanted: string, names: readonly string[]): string {
  const nearest = nearestName(wanted, names);
  const hint = nearest === undefined ? '' : `; did you mean ${quote(nearest)}?`;
  return `no quality called ${quote(wanted)}: expected ${namesInShort(names)}${hint}`;
}
