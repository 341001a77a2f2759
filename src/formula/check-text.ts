import { failure, success } from '../result.ts';
import type { Result } from '../result.ts';
import { ALLOWED } from './vocabulary.ts';

/**
 * Characters of a formula. Far above any formula a person writes, and it bounds all that follows:
 * a text has fewer nodes than characters, and trees of 1,000 levels are walked without harm.
 */
const MAX_TEXT_LENGTH = 1000;

/**
 * Parentheses open at the same time. The parser calls itself some 25 times per parenthesis; with
 * the default stack of Node 20 it was seen to overflow from 230 on.
 */
const MAX_OPEN_PARENTHESES = 50;

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
 * Refuses a text that is empty, longer than 1,000 characters, holds a character no formula has or a
 * binary, octal or hexadecimal number, or has more than 50 parentheses open at once. The reason names the column, the first being 1.
 *
 * It comes before the parser, because a parsed tree no longer knows its columns and because the
 * parser overflows the stack on deep nesting.
 */
export function checkText(text: string): Result<string> {
  if (text.length > MAX_TEXT_LENGTH) {
    return failure(
      `the formula has ${text.length} characters; at most ${MAX_TEXT_LENGTH} are allowed`,
    );
  }
  if (text.trim() === '') return failure(`the formula is empty; ${ALLOWED}`);
  let column = 0;
  let open = 0;
  for (const character of text) {
    column++;
    if (!ALLOWED_CHARACTER.test(character)) return failure(refusal(character, column));
    if (character === '(') open++;
    if (character === ')') open--;
    if (open > MAX_OPEN_PARENTHESES) {
      return failure(
        `column ${column}: more than ${MAX_OPEN_PARENTHESES} parentheses are open at once`,
      );
    }
  }
  // The parser has them, and word sizes after them: 0b11i2 is -1.
  const radix = /(?<![\w.])0[box]/.exec(text);
  if (radix !== null) {
    return failure(`column ${radix.index + 1}: "${radix[0]}...": write the number in decimal`);
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
