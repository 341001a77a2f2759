/** The longest line of Python, by PEP 8. */
const LONGEST_LINE = 79;

/** Items between brackets: a call, a list, or a loop that makes items of one. */
export interface PythonGroup {
  /** The opening bracket and what is before it. */
  readonly open: string;
  readonly items: readonly PythonExpression[];
  readonly close: string;
  /** Whether commas separate the items; the parts of a loop have none. */
  readonly commas: boolean;
}

/** Words that stay on one line, or items that may each take their own. */
export type PythonExpression = string | PythonGroup;

/** The call of a function. */
export function call(name: string, ...items: readonly PythonExpression[]): PythonGroup {
  return { open: `${name}(`, items, close: ')', commas: true };
}

/** A list of items. */
export function list(...items: readonly PythonExpression[]): PythonGroup {
  return { open: '[', items, close: ']', commas: true };
}

/** So many items of one expression, each evaluated by itself, inside a list. */
export function repeated(item: PythonExpression, count: number): PythonExpression {
  if (count === 1) return item;
  return { open: '*(', items: [item, `for _ in range(${count})`], close: ')', commas: false };
}

/**
 * An expression as Python: on one line where that is short enough, else with each item of a group on
 * a line of its own.
 *
 * @param indent spaces before the line that it begins on
 * @param taken characters on that line besides it
 */
export function layOut(expression: PythonExpression, indent: number, taken = 0): string {
  const flat = onOneLine(expression);
  if (typeof expression === 'string' || indent + taken + flat.length <= LONGEST_LINE) return flat;
  const { open, items, close, commas } = expression;
  const space = ' '.repeat(indent + 4);
  const lines = items.map((item) => `${space}${layOut(item, indent + 4, 1)}${commas ? ',' : ''}\n`);
  return `${open}\n${lines.join('')}${' '.repeat(indent)}${close}`;
}

function onOneLine(expression: PythonExpression): string {
  if (typeof expression === 'string') return expression;
  const { open, items, close, commas } = expression;
  return `${open}${items.map(onOneLine).join(commas ? ', ' : ' ')}${close}`;
}

/** A string of Python; what JSON makes of one is the same there. */
export function pythonString(text: string): string {
  return JSON.stringify(text);
}
