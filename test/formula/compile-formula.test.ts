import fc from 'fast-check';
import { all, create } from 'mathjs/number';
import { describe, expect, test } from 'vitest';
import * as functions from '../../src/elementary-functions.ts';
import { compileFormula } from '../../src/formula/compile-formula.ts';
import { compiled, VARIABLES } from './compiled.ts';
import { casesOf } from '../sweeps.ts';

/** mathjs with functions whose last bit does not depend on the version of Node. */
const mathjs = create(all!);
mathjs.import({ ...functions, pow: functions.power }, { override: true });

const VALUES = { attention: 3, feedForward: 5, embedding: 7 };

function valueOf(text: string): number {
  return compiled(text).evaluate(VALUES);
}

function reasonFor(text: string, variables: readonly string[] = VARIABLES): string {
  const formula = compileFormula(text, variables);
  if (formula.ok) throw new Error(`${text} was not refused`);
  return formula.reason;
}

const ASCII_PARTS = Array.from('aen0123.e+-*/^(),;=[]{}"?:!% \t\n');

const UNARY = ['abs', 'sqrt', 'cbrt', 'log', 'log2', 'log10', 'log1p', 'exp', 'sign'];

/** Texts of formulas of all allowed parts, with and without parentheses that change nothing. */
const texts = fc.letrec<{ text: string; leaf: string }>((tie) => ({
  leaf: fc.oneof(
    fc.constantFrom(...VARIABLES, 'pi', 'e', '0', '1', '2', '.5', '3.0', '1e-3', '2.5E2'),
    fc.double({ min: 0, max: 1e6, noNaN: true }).map(String),
  ),
  text: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    tie('leaf'),
    fc
      .tuple(tie('text'), fc.constantFrom('+', '-', '*', '/', '^', ' + ', ' ^ '), tie('text'))
      .map((parts) => parts.join('')),
    fc.tuple(fc.constantFrom('-', '+', '- '), tie('text')).map((parts) => parts.join('')),
    tie('text').map((text) => `(${text})`),
    fc.tuple(fc.constantFrom(...UNARY), tie('text')).map(([name, text]) => `${name}(${text})`),
    fc.tuple(tie('text'), tie('text')).map(([left, right]) => `pow(${left}, ${right})`),
    fc
      .tuple(fc.constantFrom('min', 'max'), fc.array(tie('text'), { minLength: 1, maxLength: 3 }))
      .map(([name, parts]) => `${name}(${parts.join(',')})`),
  ),
})).text;

const numbers = fc.oneof(
  fc.double({ min: -100, max: 100, noNaN: true }),
  fc.constantFrom(0, 1, -1, 2, 1e300),
);
const values = fc.record({ attention: numbers, feedForward: numbers, embedding: numbers });

describe('compileFormula', () => {
  test('a formula that is read differently than mathjs reads it has another value', () => {
    fc.assert(
      fc.property(texts, values, (text, scope) => {
        fc.pre(text.length <= 1000);
        const actual = compiled(text).evaluate(scope);
        // mathjs takes numbers within 1e-12 of each other for equal in min and max.
        const exact = { min: Math.min, max: Math.max };
        const expected: unknown = mathjs.evaluate(text, { ...scope, ...exact });
        // Zeros of both signs are the same value to a formula.
        expect(actual === expected || Object.is(actual, expected), text).toBe(true);
      }),
      { numRuns: casesOf(5000) },
    );
  });

  test.each([
    ['-2^2', -4],
    ['2^3^2', 512],
    ['2^-1', 0.5],
    ['1 - 2 - 3', -4],
    ['8 / 4 / 2', 1],
    ['-attention + +feedForward', 2],
    ['--1', 1],
    ['log(e)', 1],
    ['sign(-pi)', -1],
    ['min(attention)', 3],
    ['max(attention, feedForward, embedding)', 7],
    ['pow(2, 10)', 1024],
    ['.5 + 5. + 1e2 + 2.5E-1', 105.75],
    ['\t( 1\t+ 1 ) ', 2],
  ])('%s is %d', (text, expected) => {
    expect(valueOf(text)).toBe(expected);
  });

  test('what is not real or not finite is returned as such', () => {
    expect(valueOf('sqrt(-1)')).toBeNaN();
    expect(valueOf('(-8)^(1/3)')).toBeNaN();
    expect(valueOf('log(-1)')).toBeNaN();
    expect(valueOf('max(1, sqrt(-1), 2)')).toBeNaN();
    expect(valueOf('1 / 0')).toBe(Infinity);
    expect(valueOf('-exp(1000)')).toBe(-Infinity);
  });

  test.each([
    ['', 'empty'],
    [' \t ', 'empty'],
    ['import("fs")', 'column 8: "\\"" is not allowed (no strings)'],
    ['import(1)', 'column 1: unknown function "import"'],
    ['f(x)=x', 'column 5: "=" is not allowed (no assignments or comparisons)'],
    ['a=1', 'column 2: "="'],
    ['1 == 1', 'column 3: "="'],
    ['1 < 2', 'comparisons'],
    ['constructor', 'column 1: unknown name "constructor"'],
    ['constructor(1)', 'column 1: unknown function "constructor"'],
    ['__proto__', 'unknown name'],
    ['__proto__(1)', 'unknown function'],
    ['toString', 'unknown name'],
    ['toString()', 'unknown function'],
    ['hasOwnProperty(1)', 'unknown function'],
    ['attention.constructor', 'column 10: no property access'],
    ['attention.constructor(1)', 'column 10: no property access'],
    ['attention["constructor"]', 'column 10: "[" is not allowed (no arrays or indexing)'],
    ['cos.constructor("return process")()', 'no strings'],
    ['cos.constructor(1)(2)', 'column 1: unknown name "cos"'],
    ['"str"', 'no strings'],
    ["'str'", 'no strings'],
    ['[1,2]', 'no arrays'],
    ['{a:1}', 'no objects'],
    ['createUnit("x")', 'no strings'],
    ['createUnit(x)', 'unknown function "createUnit"'],
    ['eval', 'unknown name "eval"'],
    ['evaluate("1")', 'no strings'],
    ['evaluate(1)', 'unknown function "evaluate"'],
    ['parse(1)', 'unknown function "parse"'],
    ['random()', 'unknown function "random"'],
    ['1:3', 'no ranges'],
    ['a ? b : c', 'no conditions'],
    ['a ?? b', 'no conditions'],
    ['1;2', 'no second statement'],
    ['1\n2', 'column 2: "\\n" is not allowed (no second line)'],
    ['(1\n+2)', 'no second line'],
    ['1 # comment', 'no comments'],
    ['50%', 'no percentages'],
    ['3 % 2', 'no percentages or remainders'],
    ['3!', 'no factorials'],
    ['3 mod 2', 'column 3: no operator before "mod"'],
    ['1 and 2', 'no operator before "and"'],
    ['not 1', 'unknown name "not"'],
    ['2 to 3', 'no operator before "to"'],
    ['1 .* 2', 'column 3: no property access'],
    ['5../2', 'column 3: no property access'],
    ['2 attention', 'column 3: no operator before "attention"; to multiply, write the * out'],
    ['2(3)', 'write the * out'],
    ['(1)(2)', 'write the * out'],
    ['2 cm', 'write the * out'],
    ['2i', 'write the * out'],
    ['1e', 'write the * out'],
    ['i', 'unknown name "i"'],
    [
      'attention(2)',
      'column 1: "attention" is not a function: to multiply, write attention * (...)',
    ],
    ['pi(2)', '"pi" is not a function'],
    ['1 + sqrt', 'column 5: "sqrt" is a function: write sqrt(...)'],
    ['1e999', 'column 1: 1e999 is not a finite number'],
    ['2 * Infinity', 'column 5: unknown name "Infinity"'],
    ['attention - NaN', 'column 13: unknown name "NaN"'],
    ['true', 'unknown name "true"'],
    ['null', 'unknown name "null"'],
    ['undefined', 'unknown name "undefined"'],
    ['0x10', 'column 2: no operator before "x10"'],
    ['0b11i2', 'no operator before "b11i2"'],
    ['min(1 2)', 'column 7: "2" where an operator or ")" is expected'],
    ['min(1,)', 'column 7: ")" in place of a number'],
    ['(1, 2)', 'column 3: "," where an operator or ")" is expected'],
    ['1, 2', 'column 2: unexpected ","'],
    ['log(8, 2)', 'log takes one argument (natural logarithm), not 2'],
    ['sqrt()', 'sqrt takes one argument, not 0'],
    ['exp(1, 2)', 'exp takes one argument, not 2'],
    ['min()', 'min takes one or more arguments, not 0'],
    ['pow(2)', 'pow takes two arguments, not 1'],
    ['pow(2, 3, 4)', 'pow takes two arguments, not 3'],
    ['1 +', 'column 4: the end in place of a number'],
    ['1 + \t', 'column 4: the end'],
    ['(1', 'column 3'],
    ['1)', 'column 2'],
    ['1..2', 'column 3'],
    ['e**2', 'column 3'],
    ['()', 'column 2'],
    ['atention + 1', 'unknown name "atention", did you mean "attention"? Known are attention,'],
    ['1 + feedforward', 'column 5: unknown name "feedforward", did you mean "feedForward"?'],
    ['sqr(4)', 'unknown function "sqr", did you mean "sqrt"?'],
    ['attention − 1', 'column 11: "−" is not understood: write -'],
    ['2 × 3', 'write *'],
    ['αβ', 'column 1: "α" is not allowed; a formula is made of'],
    ['1 + 😀', 'column 5: "😀" is not allowed'],
    ['1 + \u0000', 'column 5: "\\u0000" is not allowed'],
    ['$x', '"$" is not allowed'],
    ['`1`', '"`" is not allowed'],
    ['\\', 'is not allowed'],
  ])('%j is refused with where and why', (text, part) => {
    expect(reasonFor(text)).toContain(part);
  });

  test('a text of any characters is refused or evaluated, never thrown at the caller', () => {
    const alphabet = [...ASCII_PARTS, 'attention', 'max', 'mod', 'in', 'π'];
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...alphabet), { maxLength: 30 }).map((parts) => parts.join('')),
        (text) => {
          const formula = compileFormula(text, VARIABLES);
          if (formula.ok) expect(formula.value.evaluate(VALUES)).toBeTypeOf('number');
          else expect(formula.reason).not.toBe('');
        },
      ),
      { numRuns: casesOf(5000) },
    );
  });

  test('length is bounded, and so is nesting: catches a parser that runs out of stack', () => {
    expect(reasonFor('('.repeat(10_000))).toBe(
      'the formula has 10000 characters; at most 1000 are allowed',
    );
    expect(reasonFor('('.repeat(1000))).toContain('column 1001: the end');
    expect(valueOf('('.repeat(499) + '1' + ')'.repeat(499))).toBe(1);
    expect(reasonFor('1'.repeat(1001))).toContain('1001 characters');
  });

  test('the deepest trees that the bounds admit are compiled and evaluated', () => {
    expect(valueOf('-'.repeat(999) + '1')).toBe(-1);
    expect(valueOf('1' + '+1'.repeat(499))).toBe(500);
    expect(valueOf('1^'.repeat(499) + '2')).toBe(1);
    expect(valueOf('(1+1*1^-'.repeat(50) + '1' + ')'.repeat(50))).toBe(2);
    expect(valueOf(`min(${Array.from({ length: 490 }, () => '1').join(',')})`)).toBe(1);
    expect(reasonFor('a'.repeat(1000))).toMatch(/^.{0,300}$/);
  });

  test.each([
    [['pi'], 'has the name of a constant'],
    [['max'], 'has the name of a function'],
    [['x', 'x'], 'is given twice'],
    [['a.b'], 'is no name'],
    [['1x'], 'is no name'],
    [['α'], 'is no name'],
    [[''], 'is no name'],
  ])('the variables %j are refused, as no formula could name them', (variables, part) => {
    expect(reasonFor('1', variables)).toContain(part);
  });

  test('the names of object members are variables like any other', () => {
    const formula = compileFormula('constructor + __proto__', ['constructor', '__proto__']);
    if (!formula.ok) throw new Error(formula.reason);
    const scope = JSON.parse('{"constructor": 1, "__proto__": 2}') as Record<string, number>;
    expect(formula.value.evaluate(scope as never)).toBe(3);
    expect(() => formula.value.evaluate({} as never)).toThrow(TypeError);
  });
});
