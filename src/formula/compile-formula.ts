import { success } from '../result.ts';
import type { Result } from '../result.ts';
import { checkText } from './check-text.ts';
import { checkVariables } from './check-variables.ts';
import { degreeIn } from './degree-in.ts';
import type { Expression } from './expression.ts';
import type { Formula } from './formula.ts';
import { boundsOf } from './interval.ts';
import { parseFormula } from './parse-formula.ts';
import { toClosure } from './to-closure.ts';

export type { Formula } from './formula.ts';

/**
 * Makes a formula of a text that a user wrote, such as `"0.7 * attention + log(feedForward)"`.
 *
 * A formula is made of decimal numbers, the given variables, the constants `pi` and `e`,
 * parentheses, the operators `+ - * / ^` and the functions `abs`, `sqrt`, `cbrt`, `log` (natural),
 * `log2`, `log10`, `log1p`, `exp`, `sign`, `pow` (two arguments), `min` and `max` (one or more).
 * `^` binds tighter than a sign and to the right: `-2^2` is -4, `2^3^2` is 512. Everything else is
 * refused, at most 1,000 characters are allowed, and no text is ever executed.
 *
 * @param text the formula, on one line
 * @param variables the names it may use: letters, digits and underscores, no digit first
 * @returns the formula, or the reason of the refusal: what was found, where, and what is allowed
 */
export function compileFormula<const Name extends string>(
  text: string,
  variables: readonly Name[],
): Result<Formula<Name>> {
  const names = checkVariables(variables);
  if (!names.ok) return names;
  const checked = checkText(text);
  if (!checked.ok) return checked;
  const cells = names.value.map((name) => ({ name, value: Number.NaN }));
  const expression = parseFormula(text, new Map(cells.map((cell) => [cell.name, cell])));
  if (!expression.ok) return expression;
  const used = cells.filter(({ name }) => occursIn(expression.value, name));
  const closure = toClosure(expression.value);
  return success({
    text,
    variables: used.map(({ name }) => name),
    evaluate(values) {
      for (const cell of used) {
        const value: unknown = values[cell.name];
        if (typeof value !== 'number') {
          throw new TypeError(`the formula ${text} needs a number for "${cell.name}"`);
        }
        cell.value = value;
      }
      return closure();
    },
    boundsOver(rangeOf) {
      return boundsOf(expression.value, (name) => {
        const used = names.value.find((known) => known === name);
        return used === undefined ? { low: NaN, high: NaN } : rangeOf(used);
      });
    },
    affineIn(random) {
      return degreeIn(expression.value, new Set(random)) !== 'other';
    },
  });
}

/** An expression depends on a variable in some way, or the variable does not occur in it. */
function occursIn(expression: Expression, name: string): boolean {
  return degreeIn(expression, new Set([name])) !== 'constant';
}
