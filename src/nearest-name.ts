import { distance } from 'fastest-levenshtein';

/**
 * The known name that a misspelt one was probably meant to be, or `undefined` when none is near.
 *
 * Near means a Levenshtein distance, upper and lower case taken as equal, of at most a third of the
 * longer name's length: "atention" is near "attention", "cos" is not near "max". The nearest name
 * wins; of equally near ones, the first.
 */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  const folded = name.toLowerCase();
  let nearest: string | undefined;
  let least = Infinity;
  for (const candidate of known) {
    const limit = Math.max(name.length, candidate.length) / 3;
    // The lengths alone rule out most of it: a distance takes time in proportion to their product.
    if (Math.abs(name.length - candidate.length) > limit) continue;
    const edits = distance(folded, candidate.toLowerCase());
    if (edits <= limit && edits < least) {
      nearest = candidate;
      least = edits;
    }
  }
  return nearest;
}
