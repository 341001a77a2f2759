import { failure, success } from '../result.ts';
import type { Result } from '../result.ts';
import { ALLOWED } from './vocabulary.ts';

/**
 * Characters of a formula. Far above any formula a person writes, and it bounds all that follows:
 * a formula has fewer parts than characters, and trees of 1,000 levels are walked without harm.
 */
const MAX_TEXT_LENGTH = 1000;

const ALLOWED_CHARACTER = /[A-Za-z0-9_.,+\-*/^() \t]/;

const REFUSED_SYNTAX: ReadonlyMap<string, string> = new Map([
  ['=', 'assignments or comparisons'],
  ['<', 'comparisons'],
  ['>', 'comparisons'],
  ['!', 'factorials or comparisons'],
  ['%', 'percentages or remainders'],
  ['&', 'bitwise operators'],
  ['|', 'bitwise operators'],
  ['~', 'bitwise operators'],
  ['?', 'conditions'],
  [':', 'ranges or conditions'],
  [';', 'second statement'],
  ['\n', 'second line'],
  ['\r', 'second line'],
  ['[', 'arrays or indexing'],
  [']', 'arrays or indexing'],
  ['{', 'objects'],
  ['}', 'objects'],
  ['"', 'strings'],
  ["'", 'strings'],
  ['#', 'comments'],
]);

/** Look-alikes that word processors and papers put in the place of an operator. */
const REPLACEMENTS: ReadonlyMap<string, string> = new Map([
  ['−', '-'],
  ['–', '-'],
  ['×', '*'],
  ['·', '*'],
  ['⋅', '*'],
  ['÷', '/'],
  ['²', '^2'],
  ['³', '^3'],
  ['π', 'pi'],
]);

/**
 * Refuses a text that is empty, longer than 1,000 characters, or holds a character no formula has.
 * The reason names the column, the first being 1.
 */
export function checkText(text: string): Result<string> {
  if (text.length > MAX_TEXT_LENGTH) {
    return failure(
      `the formula has ${text.length} characters; at most ${MAX_TEXT_LENGTH} are allowed`,
    );
  }
  if (text.trim() === '') return failure(`the formula is empty; ${ALLOWED}`);
  let column = 0;
  for (const character of text) {
    column++;
    if (!ALLOWED_CHARACTER.test(character)) return failure(refusal(character, column));
  }
  return success(text);
}

function refusal(character: string, column: number): string {
  const found = `column ${column}: ${JSON.stringify(character)}`;
  const replacement = REPLACEMENTS.get(character);
  if (replacement !== undefined) return `${found} is not understood: write ${replacement}`;
  const syntax = REFUSED_SYNTAX.get(character);
  return `${found} is not allowed${syntax === undefined ? '' : ` (no ${syntax})`}; ${ALLOWED}`;
}
