import type { ParsedNode } from 'mathjs/lib/browser/math.js';
import { nearestName } from '../nearest-name.ts';
import { failure, success } from '../result.ts';
import type { Result } from '../result.ts';
import type { BinaryOperator, Expression, Variable } from './expression.ts';
import {
  ALLOWED,
  CONSTANTS,
  FOLD_FUNCTIONS,
  FUNCTION_NAMES,
  POWER_FUNCTION,
  UNARY_FUNCTIONS,
} from './vocabulary.ts';

/** Characters of a part that a reason quotes: enough to find it, too few to flood a terminal. */
const MAX_QUOTED_LENGTH = 60;

const NUMBER_OR_WORD = /[A-Za-z_]\w*|(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?/gi;

type ParsedOperator = Extract<ParsedNode, { type: 'OperatorNode' }>;
type ParsedCall = Extract<ParsedNode, { type: 'FunctionNode' }>;

/**
 * Turns a parsed tree into an expression. Only what is listed here gets through: every other node,
 * operator, function and name is refused with a reason.
 *
 * @param root the tree that the parser made of `text`
 * @param text the formula, to find the columns of names in
 * @param variables the variables by their names
 */
export function readExpression(
  root: ParsedNode,
  text: string,
  variables: ReadonlyMap<string, Variable>,
): Result<Expression> {
  return read(root);

  function read(node: ParsedNode): Result<Expression> {
    switch (node.type) {
      case 'ConstantNode':
        return readConstant(node.value);
      case 'SymbolNode':
        return readName(node.name);
      case 'ParenthesisNode':
        return read(node.content);
      case 'OperatorNode':
        return readOperator(node);
      case 'FunctionNode':
        return readCall(node);
      case 'AccessorNode':
      case 'IndexNode':
        return refuseAccess();
      case 'ArrayNode':
      case 'AssignmentNode':
      case 'BlockNode':
      case 'ConditionalNode':
      case 'FunctionAssignmentNode':
      case 'ObjectNode':
      case 'RangeNode':
      case 'RelationalNode':
      default:
        // The default also meets nodes that a later version of the parser might make.
        return failure(`${kindOf(node.type)} is not allowed; ${ALLOWED}`);
    }
  }

  function readAll(nodes: readonly ParsedNode[]): Result<readonly Expression[]> {
    const expressions: Expression[] = [];
    for (const node of nodes) {
      const expression = read(node);
      if (!expression.ok) return expression;
      expressions.push(expression.value);
    }
    return success(expressions);
  }

  function readConstant(value: unknown): Result<Expression> {
    if (typeof value !== 'number') {
      return failure(`${String(value)} is not a number; ${ALLOWED}`);
    }
    if (!Number.isFinite(value)) {
      // The tree holds the value alone; of what is not finite, only NaN is not Infinity.
      const written = Number.isNaN(value)
        ? 'NaN'
        : text.match(NUMBER_OR_WORD)?.find((part) => Number(part) === value);
      const found = written === undefined ? String(value) : `${place(written)}${written}`;
      return failure(`${found} is not a finite number: the largest is about 1.8e308`);
    }
    return success({ kind: 'constant', value });
  }

  function readName(name: string): Result<Expression> {
    const variable = variables.get(name);
    if (variable !== undefined) return success({ kind: 'variable', variable });
    const value = CONSTANTS.get(name);
    if (value !== undefined) return success({ kind: 'constant', value });
    if (FUNCTION_NAMES.includes(name)) {
      return failure(`${place(name)}"${name}" is a function: write ${name}(...)`);
    }
    return failure(unknown('name', name, [...variables.keys(), ...CONSTANTS.keys()]));
  }

  function readOperator(node: ParsedOperator): Result<Expression> {
    if (node.implicit) {
      return failure(
        `${quote(node)} multiplies without a sign: write the * out, as in ` +
          quote(node.args.map(String).join(' * ')),
      );
    }
    const operator = binaryOperator(node.op);
    if (operator === undefined) {
      return failure(`${place(node.op)}the operator "${node.op}" is not allowed; ${ALLOWED}`);
    }
    const operands = readAll(node.args);
    if (!operands.ok) return operands;
    const [left, right, ...rest] = operands.value;
    if (left === undefined || rest.length > 0) {
      return failure(`${quote(node)} has ${operands.value.length} operands`);
    }
    if (right !== undefined) return success({ kind: 'binary', operator, left, right });
    if (operator === '+') return success(left);
    if (operator === '-') return success({ kind: 'negation', operand: left });
    return failure(`${quote(node)} has one operand; "${operator}" needs two`);
  }

  function readCall(node: ParsedCall): Result<Expression> {
    if (node.fn.type !== 'SymbolNode') return refuseAccess();
    const { name } = node.fn;
    if (variables.has(name) || CONSTANTS.has(name)) {
      return failure(
        `${place(name)}"${name}" is not a function: to multiply, write ${name} * (...)`,
      );
    }
    const unary = UNARY_FUNCTIONS.get(name);
    const fold = FOLD_FUNCTIONS.get(name);
    if (unary === undefined && fold === undefined && name !== POWER_FUNCTION) {
      return failure(unknown('function', name, FUNCTION_NAMES));
    }
    const operands = readAll(node.args);
    if (!operands.ok) return operands;
    const [first, second] = operands.value;
    const count = operands.value.length;
    if (fold !== undefined) {
      return first === undefined
        ? wrongArity(name, 'one or more arguments', count)
        : success({ kind: 'fold', apply: fold, operands: operands.value });
    }
    if (unary !== undefined) {
      return first === undefined || count > 1
        ? wrongArity(
            name,
            name === 'log' ? 'one argument (natural logarithm)' : 'one argument',
            count,
          )
        : success({ kind: 'call', apply: unary, operand: first });
    }
    return first === undefined || second === undefined || count > 2
      ? wrongArity(name, 'two arguments', count)
      : success({ kind: 'binary', operator: '^', left: first, right: second });
  }

  function wrongArity(name: string, expected: string, count: number): Result<Expression> {
    return failure(`${place(name)}${name} takes ${expected}, not ${count}`);
  }

  function refuseAccess(): Result<Expression> {
    const upToDot = /[A-Za-z_)]\w*[ \t]*\./.exec(text);
    const column = upToDot === null ? '' : `column ${upToDot.index + upToDot[0].length}: `;
    return failure(`${column}property access with "." is not allowed; ${ALLOWED}`);
  }

  function unknown(what: 'name' | 'function', name: string, known: readonly string[]): string {
    const near = nearestName(name, known);
    const hint = near === undefined ? '; known' : `, did you mean "${near}"? Known`;
    return `${place(name)}unknown ${what} ${quote(name)}${hint} are ${known.join(', ')}`;
  }

  /** The column of a word or operator, as the beginning of a reason, where it can be told. */
  function place(part: string): string {
    // Names consist of word characters, so that they hold nothing special to a pattern.
    const at = /^\w+$/.test(part) ? text.search(new RegExp(`\\b${part}\\b`)) : text.indexOf(part);
    return at < 0 ? '' : `column ${at + 1}: `;
  }
}

function binaryOperator(operator: string): BinaryOperator | undefined {
  switch (operator) {
    case '+':
    case '-':
    case '*':
    case '/':
    case '^':
      return operator;
    default:
      return undefined;
  }
}

/** The parser's class of a node in lower case and without "Node": "function assignment". */
function kindOf(type: string): string {
  return type
    .replace(/Node$/, '')
    .replace(/\B[A-Z]/g, ' $&')
    .toLowerCase();
}

function quote(part: string | ParsedOperator): string {
  const text = part.toString();
  return text.length > MAX_QUOTED_LENGTH ? `"${text.slice(0, MAX_QUOTED_LENGTH)}..."` : `"${text}"`;
}
