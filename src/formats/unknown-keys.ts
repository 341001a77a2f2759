import { nearestName } from '../nearest-name.ts';
import { formatPath, type Problem } from '../problem.ts';

const UNKNOWN = 'unknown key, ignored';

/**
 * What a warning of {@link unknownKeys} says behind its first words, the hint at a nearer name;
 * undefined of any other problem.
 */
export function hintOfUnknownKey({ message }: Problem): string | undefined {
  return message.startsWith(UNKNOWN) ? message.slice(UNKNOWN.length) : undefined;
}

/**
 * A warning for every key of an object that its format does not know, with the nearest one that
 * it does: a misspelt optional key would otherwise be a default taken in silence.
 */
export function unknownKeys(
  value: unknown,
  known: readonly string[],
  path: readonly PropertyKey[],
  source: string,
): Problem[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.keys(value)
    .filter((key) => !known.includes(key))
    .map((key) => {
      const nearest = nearestName(key, known);
      const hint = nearest === undefined ? '' : `; did you mean ${nearest}?`;
      return { source, path: formatPath([...path, key]), message: `${UNKNOWN}${hint}` };
    });
}
