import { failure, success } from '../result.ts';
import type { Result } from '../result.ts';
import { CONSTANTS, FUNCTION_NAMES } from './vocabulary.ts';

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * Refuses variables that a formula could not name: a name must be a letter or underscore followed
 * by letters, digits or underscores (ASCII), occur once, and mean nothing else.
 */
export function checkVariables<Name extends string>(
  variables: readonly Name[],
): Result<readonly Name[]> {
  const seen = new Set<string>();
  for (const name of variables) {
    const quoted = JSON.stringify(name);
    if (!NAME.test(name)) {
      return failure(
        `the variable ${quoted} is no name: a letter or underscore, then letters, digits or underscores`,
      );
    }
    if (CONSTANTS.has(name)) return failure(`the variable ${quoted} has the name of a constant`);
    if (FUNCTION_NAMES.includes(name)) {
      return failure(`the variable ${quoted} has the name of a function`);
    }
    if (seen.has(name)) return failure(`the variable ${quoted} is given twice`);
    seen.add(name);
  }
  return success(variables);
}
