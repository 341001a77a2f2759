import { nearestName } from '../nearest-name.ts';
import { failure, success, type Result } from '../result.ts';
import type { BinaryOperator, Expression, Variable } from './expression.ts';
import {
  ALLOWED,
  CONSTANTS,
  FOLD_FUNCTIONS,
  FUNCTION_NAMES,
  UNARY_FUNCTIONS,
} from './vocabulary.ts';

/** Characters of a name that a reason quotes: enough to find it, too few to flood a terminal. */
const MAX_QUOTED_LENGTH = 60;

/** A number, a name, or any other character, after blanks. */
const TOKEN = /[ \t]*(?:((?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)|([a-z_]\w*)|(.))/giy;

/** How tightly a sign binds: less than `^` and more than `*`. */
const SIGN = 3;

/** How tightly operators bind, and how tightly what follows each has to. */
const OPERATORS: ReadonlyMap<string, { operator: BinaryOperator; binds: number; right: number }> =
  new Map([
    ['+', { operator: '+', binds: 1, right: 2 }],
    ['-', { operator: '-', binds: 1, right: 2 }],
    ['*', { operator: '*', binds: 2, right: SIGN }],
    ['/', { operator: '/', binds: 2, right: SIGN }],
    // To the right: 2^3^2 is 2^9.
    ['^', { operator: '^', binds: 4, right: 4 }],
  ]);

interface Token {
  readonly kind: 'number' | 'name' | 'sign' | 'end';
  readonly text: string;
  /** Of its first character, from 1. */
  readonly column: number;
}

/** The expression that a formula writes, by precedence climbing; or where and why it is refused. */
export function parseFormula(
  text: string,
  variables: ReadonlyMap<string, Variable>,
): Result<Expression> {
  try {
    return success(new Parser(tokensOf(text), variables).parse());
  } catch (error) {
    if (error instanceof Refused) return failure(error.message);
    throw error;
  }
}

/** Ends the parsing of a formula; never leaves this module. */
class Refused extends Error {
  constructor({ column }: Pick<Token, 'column'>, reason: string) {
    super(`column ${column}: ${reason}`);
  }
}

/** The parts of a formula, and its end. */
function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  const end = text.trimEnd().length;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < end) {
    const [, number, name, sign = ''] = TOKEN.exec(text) ?? [];
    const own = number ?? name ?? sign;
    const kind = number !== undefined ? 'number' : name !== undefined ? 'name' : 'sign';
    tokens.push({ kind, text: own, column: TOKEN.lastIndex - own.length + 1 });
  }
  return [...tokens, { kind: 'end', text: '', column: end + 1 }];
}

/** Reads tokens one after another. It calls itself at most as often as a formula has characters. */
class Parser {
  readonly #tokens: readonly Token[];
  readonly #variables: ReadonlyMap<string, Variable>;
  #next = 0;

  constructor(tokens: readonly Token[], variables: ReadonlyMap<string, Variable>) {
    this.#tokens = tokens;
    this.#variables = variables;
  }

  parse(): Expression {
    const expression = this.#expression(0);
    const rest = this.#peek();
    if (rest.kind === 'end') return expression;
    if (rest.text === ')' || rest.text === ',')
      throw new Refused(rest, `unexpected ${quote(rest)}`);
    if (rest.text === '.') throw new Refused(rest, 'no property access: "." belongs to numbers');
    throw new Refused(rest, `no operator before ${quote(rest)}; to multiply, write the * out`);
  }

  /** What follows, as far as its operators bind at least as tightly. */
  #expression(least: number): Expression {
    let left = this.#operand();
    for (;;) {
      const found = OPERATORS.get(this.#peek().text);
      if (found === undefined || found.binds < least) return left;
      this.#next += 1;
      left = {
        kind: 'binary',
        operator: found.operator,
        left,
        right: this.#expression(found.right),
      };
    }
  }

  #operand(): Expression {
    const token = this.#peek();
    this.#next += 1;
    if (token.kind === 'number') return constantOf(token);
    if (token.kind === 'name')
      return this.#peek().text === '(' ? this.#call(token) : this.#name(token);
    if (token.text === '+') return this.#expression(SIGN);
    if (token.text === '-') return { kind: 'negation', operand: this.#expression(SIGN) };
    if (token.text !== '(') {
      const found = token.kind === 'end' ? 'the end' : quote(token);
      throw new Refused(
        token,
        `${found} in place of a number, a name or a parenthesis; ${ALLOWED}`,
      );
    }
    const inner = this.#expression(0);
    this.#close();
    return inner;
  }

  #name(token: Token): Expression {
    const { text: name } = token;
    const variable = this.#variables.get(name);
    if (variable !== undefined) return { kind: 'variable', variable };
    const value = CONSTANTS.get(name);
    if (value !== undefined) return { kind: 'constant', value };
    if (FUNCTION_NAMES.includes(name)) {
      throw new Refused(token, `"${name}" is a function: write ${name}(...)`);
    }
    throw unknown('name', token, [...this.#variables.keys(), ...CONSTANTS.keys()]);
  }

  #call(token: Token): Expression {
    const { text: name } = token;
    if (this.#variables.has(name) || CONSTANTS.has(name)) {
      throw new Refused(token, `"${name}" is not a function: to multiply, write ${name} * (...)`);
    }
    if (!FUNCTION_NAMES.includes(name)) throw unknown('function', token, FUNCTION_NAMES);
    const operands = this.#arguments();
    const [first, second, ...others] = operands;
    const wrongNumber = (expected: string): Refused =>
      new Refused(token, `${name} takes ${expected}, not ${operands.length}`);
    const fold = FOLD_FUNCTIONS.get(name);
    if (fold !== undefined) {
      if (first === undefined) throw wrongNumber('one or more arguments');
      return { kind: 'fold', apply: fold, operands };
    }
    const unary = UNARY_FUNCTIONS.get(name);
    if (unary !== undefined) {
      if (first !== undefined && second === undefined) {
        return { kind: 'call', apply: unary, operand: first };
      }
      throw wrongNumber(name === 'log' ? 'one argument (natural logarithm)' : 'one argument');
    }
    if (first === undefined || second === undefined || others.length > 0) {
      throw wrongNumber('two arguments');
    }
    return { kind: 'binary', operator: '^', left: first, right: second };
  }

  /** What is between the parentheses of a call, which may be nothing. */
  #arguments(): Expression[] {
    this.#next += 1;
    if (this.#takes(')')) return [];
    const operands = [this.#expression(0)];
    while (this.#takes(',')) operands.push(this.#expression(0));
    this.#close();
    return operands;
  }

  #close(): void {
    const token = this.#peek();
    if (this.#takes(')')) return;
    const found = token.kind === 'end' ? 'the end' : quote(token);
    throw new Refused(token, `${found} where an operator or ")" is expected`);
  }

  #takes(sign: string): boolean {
    if (this.#peek().text !== sign) return false;
    this.#next += 1;
    return true;
  }

  #peek(): Token {
    const token = this.#tokens[this.#next];
    if (token === undefined) throw new RangeError('a formula is read past its end');
    return token;
  }
}

function constantOf(token: Token): Expression {
  const value = Number(token.text);
  if (Number.isFinite(value)) return { kind: 'constant', value };
  throw new Refused(token, `${token.text} is not a finite number: the largest is about 1.8e308`);
}

function unknown(what: 'name' | 'function', token: Token, known: readonly string[]): Refused {
  const near = nearestName(token.text, known);
  const hint = near === undefined ? '; known' : `, did you mean "${near}"? Known`;
  return new Refused(token, `unknown ${what} ${quote(token)}${hint} are ${known.join(', ')}`);
}

function quote({ text }: Token): string {
  return text.length > MAX_QUOTED_LENGTH ? `"${text.slice(0, MAX_QUOTED_LENGTH)}..."` : `"${text}"`;
}
