import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatPath, formatProblem, namesInShort, quote } from '../src/problem.ts';

describe('quote', () => {
  test.each([
    ['SA', '"SA"'],
    ['a "b"\n', '"a \\"b\\"\\n"'],
    [5, '5'],
    [1e300, '1e+300'],
    [Infinity, 'Infinity'],
    [NaN, 'NaN'],
    [null, 'null'],
    [undefined, 'undefined'],
    [false, 'false'],
    [[1, 2], 'a list of 2'],
    [[], 'a list of 0'],
    [{ a: 1 }, 'an object'],
  ])('%j is quoted as %s', (value, expected) => {
    expect(quote(value)).toBe(expected);
  });

  test('nothing makes a quotation longer than a line', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect(quote(value).length).toBeLessThanOrEqual(60);
      }),
    );
    expect(quote('x'.repeat(1e6))).toBe(`"${'x'.repeat(55)}..."`);
    expect(quote('x'.repeat(58))).toBe(`"${'x'.repeat(58)}"`);
  });
});

describe('namesInShort', () => {
  test('ten are named, what is beyond is counted', () => {
    const names = Array.from('abcdefghijkl');
    expect(namesInShort(names.slice(0, 2))).toBe('"a", "b"');
    expect(namesInShort(names.slice(0, 10))).not.toContain('more');
    expect(namesInShort(names)).toBe('"a", "b", "c", "d", "e", "f", "g", "h", "i", "j" and 2 more');
    expect(namesInShort([])).toBe('');
  });
});

describe('formatPath', () => {
  test.each([
    [[], ''],
    [['a'], 'a'],
    [['a', 'b_2', '$c'], 'a.b_2.$c'],
    [['a', 0, 'b'], 'a[0].b'],
    [[3], '[3]'],
    [['GLUE Score'], '["GLUE Score"]'],
    [['a', 'b.c'], 'a["b.c"]'],
    [['a', ''], 'a[""]'],
    [['a', '"\n'], 'a["\\"\\n"]'],
    [['x'.repeat(100)], `["${'x'.repeat(55)}..."]`],
  ])('%j is written as %s', (path, expected) => {
    expect(formatPath(path)).toBe(expected);
  });
});

describe('formatProblem', () => {
  test('parts that are empty leave no colon behind', () => {
    const message = 'wrong';
    expect(formatProblem({ source: 'f.json', path: 'a.b', message })).toBe('f.json: a.b: wrong');
    expect(formatProblem({ source: 'f.json', path: '', message })).toBe('f.json: wrong');
    expect(formatProblem({ source: '', path: '', message })).toBe('wrong');
  });

  test('a file name with a terminal escape or a line break in it moves no cursor', () => {
    const problem = { source: 'a\u001b[2J\n.json', path: '\u202eb', message: 'c\u0085' };
    expect(formatProblem(problem)).toBe('a\\u001b[2J\\u000a.json: \\u202eb: c\\u0085');
  });

  test('a problem is one line of printable text, whatever it quotes', () => {
    const part = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(part, part, part, (source, path, message) => {
        expect(formatProblem({ source, path, message })).not.toMatch(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u);
      }),
    );
  });
});
