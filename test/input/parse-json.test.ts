import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isJson, parseJson } from '../../src/input/parse-json.ts';
import { casesOf } from '../sweeps.ts';

function refusal(text: string): string {
  const result = parseJson(text);
  if (result.ok) throw new Error(`${text} was not refused`);
  const { line, column, message } = result.reason;
  return `${line}:${column} ${message}`;
}

describe('parseJson', () => {
  test.each([
    ['', '1:1 value expected'],
    ['{"a": 1 "b": 2}', '1:9 comma expected'],
    ['{\n  "a": 1\n  "b": 2\n}', '3:3 comma expected'],
    ['{\r\n  "a": 1\r\n  "b": 2\r\n}', '3:3 comma expected'],
    ['{"a": 1,}', '1:9 property name expected'],
    ['[1, 2', '1:6 close bracket expected'],
    ['{"a": nan}', '1:7 invalid symbol'],
    ['{"a": [Infinity, NaN], "b": x}', '1:29 invalid symbol'],
    ['{"a": -}', '1:7 invalid symbol'],
    ['{"a": 1.}', '1:7 unexpected end of number'],
    ["{'a': 1}", '1:2 invalid symbol'],
    ['{} {}', '1:4 end of file expected'],
    ['// a comment\n{}', '1:1 invalid comment token'],
    ['{"a": "b', '1:7 unexpected end of string'],
  ])('%j is refused at %s', (text, expected) => {
    expect(refusal(text)).toBe(expected.replace(' ', ' not JSON: '));
  });

  test('what nests too deeply for the parser that knows places is refused without one', () => {
    expect(refusal('['.repeat(1e6))).toBe('1:1 not JSON: Unexpected end of JSON input');
  });

  test.each([
    ['{"a": 1, "b": 2, "a": 3}', '1:18 the key "a" occurs twice in one object; keep one'],
    [
      '[{"a": 1}, {"b": {"c": 1,\n "c": 2}}]',
      '2:2 the key "c" occurs twice in one object; keep one',
    ],
  ])('%j is refused at %s: catches a value that is dropped in silence', (text, expected) => {
    expect(refusal(text)).toBe(expected);
  });

  test.each<[string, unknown]>([
    ['{"a": Infinity, "b": [-Infinity, NaN]}', { a: Infinity, b: [-Infinity, NaN] }],
    ['{"a": "NaN \\" Infinity", "NaN": NaN}', { a: 'NaN " Infinity', NaN }],
    ['NaN', NaN],
  ])('%j, as Python writes it, has the numbers that it names', (text, value) => {
    expect(parseJson(text)).toEqual({ ok: true, value });
    expect(isJson(text)).toBe(true);
  });

  test.each([
    ['[[],[],[]]', 5],
    ['{"a": {"b": [1, 2, 3]}}', 4],
    ['[1, 2, 3, 4, 5, 6, 7, 8, 9', 8],
  ])('%s is refused where at most %i values are taken, before it is parsed', (text, most) => {
    const parsed = parseJson(text, most);
    expect(parsed.ok ? '' : parsed.reason).toEqual({
      line: 1,
      column: 1,
      message: `too large: expected at most ${most} numbers, texts, lists and objects; split the file, or write one value a line (NDJSON)`,
    });
  });

  test('commas and brackets in texts are no values: catches a count of characters', () => {
    const value = ['[,,{"', '\\', ',[,[', '"'];
    expect(parseJson(JSON.stringify(value), 4)).toEqual({ ok: true, value });
  });

  test('a key may stand in several objects', () => {
    expect(parseJson('{"a": {"a": [{"a": 1}, {"a": 2}]}}').ok).toBe(true);
  });

  test('what nests as deeply but is complete is JSON', () => {
    expect(isJson('['.repeat(1e5) + ']'.repeat(1e5))).toBe(true);
  });

  test('JSON of any kind gives its value', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(parseJson(text)).toEqual({ ok: true, value: JSON.parse(text) as unknown });
      }),
    );
  });

  test('anything else gives a place inside the text, and never throws', () => {
    const texts = fc.oneof(
      fc.string(),
      fc.string({ unit: fc.constantFrom(...Array.from('{}[]",:0-1.e\\u \n\r\t/*tfn')) }),
      fc.tuple(fc.json(), fc.nat()).map(([text, at]) => text.slice(0, at % (text.length + 1))),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const result = parseJson(text);
        expect(result.ok).toBe(isJson(text));
        if (result.ok) return;
        const lines = text.split(/\r\n|\r|\n/);
        const { line, column, message } = result.reason;
        expect(line).toBeLessThanOrEqual(lines.length);
        expect(column).toBeLessThanOrEqual((lines[line - 1] ?? '').length + 1);
        expect(message).not.toBe('');
      }),
      { numRuns: casesOf(1000) },
    );
  });
});

describe('parseJson of keys that repeat', () => {
  test('refuses them in any text, and takes all others: catches a quick look that misses one', () => {
    const keys = fc.constantFrom('"a"', '"b"', '"a:"', '"\\u0061"', '"__proto__"', '":"', '"a" ');
    const values = fc.constantFrom('1', '":"', '"::"', '"\\u003a"', '"\\""', '[":", 1]', 'null');
    const objects: fc.Arbitrary<{ text: string; repeats: boolean }> = fc.letrec((tie) => ({
      object: fc
        .array(
          fc.tuple(
            keys,
            fc.oneof(
              { depthSize: 'small', maxDepth: 3 },
              values.map((text) => ({ text, repeats: false })),
              tie('object'),
            ),
          ),
          { maxLength: 3 },
        )
        .map((entries) => {
          const own = entries as [string, { text: string; repeats: boolean }][];
          const names = own.map(([key]) => JSON.parse(key) as string);
          return {
            text: `{${own.map(([key, { text }]) => `${key}:${text}`).join(',')}}`,
            repeats: new Set(names).size < names.length || own.some(([, { repeats }]) => repeats),
          };
        }),
    })).object;
    fc.assert(
      fc.property(objects, ({ text, repeats }) => {
        expect(parseJson(text).ok).toBe(!repeats);
      }),
      { numRuns: casesOf(5000) },
    );
  });
});
