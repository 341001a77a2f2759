import { nearestName } from '../nearest-name.ts';
import { namesInShort, quote } from '../problem.ts';
import { failure, success, type Result } from '../result.ts';

/**
 * Scores that summarize the others of their record: GLUE is the mean of the tasks beside it, and a
 * language model is trained for its perplexity, on the validation set where there are several.
 */
const SUMMARY_SCORES = ['glue', 'GLUE Score', 'valid_ppl', 'perplexity'];

/**
 * Which of several measured qualities is meant: the named one, the only one, or the one that is
 * known to summarize the others.
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

/**
 * The columns that are meant: the one of `pickScore`, or several, named with commas between them,
 * which are runs of one quality. A column whose name contains a comma is one.
 */
export function pickScores(
  names: readonly string[],
  wanted: string | undefined,
): Result<readonly string[]> {
  if (wanted?.includes(',') !== true || names.includes(wanted)) {
    const one = pickScore(names, wanted);
    return one.ok ? success([one.value]) : one;
  }
  const columns = wanted.split(',').map((name) => name.trim());
  for (const [index, name] of columns.entries()) {
    const one = pickScore(names, name);
    if (!one.ok) return one;
    if (columns.indexOf(name) !== index) {
      return failure(
        `${quote(name)} occurs twice in --truth-column: name each column once, every one a run of the same quality`,
      );
    }
  }
  return success(columns);
}

function unknownName(wanted: string, names: readonly string[]): string {
  const nearest = nearestName(wanted, names);
  const hint = nearest === undefined ? '' : `; did you mean ${quote(nearest)}?`;
  return `no quality called ${quote(wanted)}: expected ${namesInShort(names)}${hint}`;
}
