import { describe, expect, test } from 'vitest';
import { specLine, withMembers } from '../../src/candidates/spec-line.ts';

describe('specLine', () => {
  test('has the id first, the keys as they were, and the findings under the command', () => {
    const record = JSON.stringify({ hidden_size: 8, id: 5, scores: { glue: 1 } });
    expect(specLine('5', record, 'rank', { score: 2 })).toBe(
      '{"id":"5","hidden_size":8,"scores":{"glue":1},"zerolm":{"rank":{"score":2}}}\n',
    );
  });

  test('keeps what other commands found, and replaces what the same one did: catches stale numbers', () => {
    const first = specLine('a', '{"x":1}', 'rank', { score: 2, cost: 9 });
    const second = specLine('a', first, 'latency', { median: 3 });
    expect(JSON.parse(specLine('a', second, 'rank', { score: 4 }))).toEqual({
      id: 'a',
      x: 1,
      zerolm: { rank: { score: 4 }, latency: { median: 3 } },
    });
  });

  test.each(['5', '"text"', 'null', '[1]'])(
    'drops findings that are %s, which no command wrote',
    (own) => {
      expect(JSON.parse(specLine('a', `{"zerolm":${own}}`, 'rank', { score: 1 }))).toMatchObject({
        zerolm: { rank: { score: 1 } },
      });
    },
  );
});

describe('withMembers', () => {
  test('replaces and adds members, also those named as the prototype', () => {
    expect(withMembers('{"a":1,"__proto__":2}', { a: 3, b: 4 })).toBe(
      '{"a":3,"__proto__":2,"b":4}',
    );
  });
});
