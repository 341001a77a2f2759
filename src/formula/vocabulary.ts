import { cbrt, exp, log, log10, log1p, log2 } from '../elementary-functions.ts';

/** The constants that a formula may name. */
export const CONSTANTS: ReadonlyMap<string, number> = new Map([
  ['pi', Math.PI],
  ['e', Math.E],
]);

/** The functions of one argument. Real-valued: `sqrt(-1)` is NaN; `log` is the natural logarithm. */
export const UNARY_FUNCTIONS: ReadonlyMap<string, (x: number) => number> = new Map([
  ['abs', Math.abs],
  ['sqrt', Math.sqrt],
  ['cbrt', cbrt],
  ['log', log],
  ['log2', log2],
  ['log10', log10],
  ['log1p', log1p],
  ['exp', exp],
  ['sign', Math.sign],
]);

/** The functions of one or more arguments, as functions of two. NaN wins. */
export const FOLD_FUNCTIONS: ReadonlyMap<string, (x: number, y: number) => number> = new Map([
  ['min', (x: number, y: number) => Math.min(x, y)],
  ['max', (x: number, y: number) => Math.max(x, y)],
]);

/** The function of two arguments that is another spelling of `^`. */
export const POWER_FUNCTION = 'pow';

/** All function names, in alphabetical order. */
export const FUNCTION_NAMES: readonly string[] = [
  ...UNARY_FUNCTIONS.keys(),
  ...FOLD_FUNCTIONS.keys(),
  POWER_FUNCTION,
].sort();

/** What a formula may contain, for the reasons of refusals. */
export const ALLOWED =
  'a formula is made of numbers, names, + - * / ^, parentheses ' +
  `and the functions ${FUNCTION_NAMES.join(', ')}`;
