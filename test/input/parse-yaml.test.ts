import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { MAX_YAML_ALIASES, MAX_YAML_LENGTH, MAX_YAML_TOKENS } from '../../src/input/limits.ts';
import { parseYaml } from '../../src/input/parse-yaml.ts';
import { casesOf } from '../sweeps.ts';

function valueOf(text: string): unknown {
  const parsed = parseYaml(text);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.reason));
  return parsed.value;
}

function refusalOf(text: string): string {
  const parsed = parseYaml(text);
  if (parsed.ok) throw new Error('it was not refused');
  const { line, column, message } = parsed.reason;
  return `${line}:${column}: ${message}`;
}

describe('parseYaml', () => {
  test('reads what JSON could hold, as it was written', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const plain: unknown = JSON.parse(JSON.stringify(value));
        expect(valueOf(stringify(plain))).toEqual(plain);
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    ['a: 1\nb: [true, null, 0.5, -1, 1.0e-3]\n', { a: 1, b: [true, null, 0.5, -1, 0.001] }],
    ['n_head:\n- 2\n- 4\n', { n_head: [2, 4] }],
    ['a: .inf\nb: -.inf\n', { a: Infinity, b: -Infinity }],
    ['1: x\n', { 1: 'x' }],
    // PyYAML: an object that occurs twice, and a tuple.
    ['a: &id001\n- 1\nb: *id001\n', { a: [1], b: [1] }],
    ['a: !!python/tuple\n- 1\n- 2\n', { a: [1, 2] }],
    ['', null],
    ['base: &b {x: 1, y: 2}\n<<: *b\ny: 3\n', { base: { x: 1, y: 2 }, x: 1, y: 3 }],
    ['a: 0\nb: "0100"\nc: 0o10\nd: 0.5\n', { a: 0, b: '0100', c: 8, d: 0.5 }],
  ])('%j', (text, value) => {
    expect(valueOf(text)).toEqual(value);
  });

  test('a key called __proto__ is one like others', () => {
    const value = valueOf('__proto__: {polluted: 1}\n');
    expect(Object.keys(value as object)).toEqual(['__proto__']);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  test.each([
    ['a: 1\nb: 2\na: 3\n', '3:1: not YAML: a key occurs twice in one map; keep one'],
    ['a: [1\n', '2:1: not YAML: flow sequence in block collection must be'],
    ['a: "x\n', '2:1: not YAML: missing closing "quote'],
    ['a: b: c\n', '1:4: not YAML: nested mappings are not allowed in compact mappings'],
    ['\tb: 1\n', '1:1: not YAML: tabs are not allowed as indentation'],
    [
      'a: 1\nb: [0100]\n',
      '2:5: not YAML: 0100: ambiguous: 64 in YAML 1.1, as PyYAML reads it, and 100 in YAML 1.2; write it without leading zeros',
    ],
    ['a: 1\n---\nb: 2\n', '2:1: not YAML: several documents in one file: expected one'],
    ['a: *nowhere\n', '1:1: not YAML: unresolved alias'],
    ['a: !!python/object:os.system x\n', '1:4: not YAML: unresolved tag'],
  ])('%j is refused with its place', (text, expected) => {
    expect(refusalOf(text)).toContain(expected);
  });

  test('an alias that names itself does not run forever', () => {
    expect(refusalOf('a: &a [*a]\n')).toBe(
      '1:1: not YAML: an alias names something that it is part of',
    );
  });

  test('aliases that double and double again are refused before they fill the memory', () => {
    const lines = ['a0: &a0 [x, x]'];
    for (let i = 1; i < 40; i++) lines.push(`a${i}: &a${i} [*a${i - 1}, *a${i - 1}]`);
    expect(refusalOf(lines.join('\n'))).toContain('excessive alias count');
  });

  test('what is nested too deeply for the parser is refused, not thrown', () => {
    expect(refusalOf('['.repeat(100_000))).toContain('nested too deeply');
  });

  test('a text beyond the limit is not begun', () => {
    expect(refusalOf('#'.repeat(MAX_YAML_LENGTH + 1))).toBe(
      `1:1: not YAML: too large: expected at most ${MAX_YAML_LENGTH} characters; convert the file to JSON, or split it`,
    );
  });

  test.each([
    ['items', `[${'1,'.repeat(MAX_YAML_TOKENS / 2)}]`, `${MAX_YAML_TOKENS} tokens`],
    ['lines', '- a\n'.repeat(MAX_YAML_TOKENS / 4), `${MAX_YAML_TOKENS} tokens`],
    ['nothing but dashes', '- '.repeat(MAX_YAML_TOKENS / 2 + 1), `${MAX_YAML_TOKENS} tokens`],
    ['aliases', `- &a 1\n${'- *a\n'.repeat(MAX_YAML_ALIASES + 1)}`, `${MAX_YAML_ALIASES} aliases`],
  ])('too many %s are refused before any of them is held', (_, text, limit) => {
    expect(refusalOf(text)).toBe(
      `1:1: not YAML: too large: expected at most ${limit}; convert the file to JSON, or split it`,
    );
  });

  test.each(['{a: 1, b: 2, a: 3}', '{1: x, 1: y}', '{b: {a: 1, a: 1}}'])(
    'a key twice in %s is refused: catches one that is dropped in silence',
    (text) => {
      expect(refusalOf(text)).toContain('a key occurs twice in one map; keep one');
    },
  );

  test('a key that occurs twice among many is found', () => {
    const lines = Array.from({ length: 5000 }, (_, index) => `k${index}: ${index}`);
    expect(valueOf(lines.join('\n'))).toHaveProperty('k4999', 4999);
    expect(refusalOf([...lines, 'k17: 0'].join('\n'))).toBe(
      '5001:1: not YAML: a key occurs twice in one map; keep one',
    );
  });

  test('any text is parsed or refused', () => {
    const pieces = fc.constantFrom(...Array.from('ab:- \n\t[]{},&*!|>#"\'?%@`0.~'));
    fc.assert(
      fc.property(fc.string({ unit: pieces, maxLength: 60 }), (text) => {
        const parsed = parseYaml(text);
        if (!parsed.ok) expect(parsed.reason.message).toMatch(/^not YAML: ./);
      }),
      { numRuns: casesOf(2000) },
    );
  });
});
