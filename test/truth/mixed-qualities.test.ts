import { describe, expect, test } from 'vitest';
import { findMixedQualities } from '../../src/truth/mixed-qualities.ts';
import { formatProblem } from '../../src/problem.ts';

function mixedIn(...scores: Record<string, number>[]): string[] {
  const candidates = scores.map((own, index) => ({ source: `c${index}`, scores: own }));
  return findMixedQualities(candidates).map(formatProblem);
}

const MEND =
  'as other candidates carry; choose one with --truth-column, or give the two kinds to a run each';

describe('findMixedQualities', () => {
  test('perplexity beside GLUE is no one truth: catches half of the candidates left out in silence', () => {
    expect(mixedIn({ perplexity: 20 }, { glue: 70, cola: 50 }, { glue: 71 })).toEqual([
      `c0: scores: "perplexity": expected "glue", ${MEND}`,
    ]);
  });

  test('where none would be taken for all, the first candidate says what is expected', () => {
    expect(mixedIn({ mnli: 80 }, { bleu: 20 })).toEqual([
      `c1: scores: "bleu": expected "mnli", ${MEND}`,
    ]);
  });

  test('who only lacks some of the qualities of the others is not measured in full, not mixed', () => {
    expect(mixedIn({ glue: 70, cola: 50 }, { cola: 51 }, {}, { glue: 60 })).toEqual([]);
    expect(mixedIn({ a: 1, b: 2 }, { b: 3 }, { a: 1, c: 4 })).toEqual([]);
  });

  test('one quality, one candidate, none at all', () => {
    expect(mixedIn({ q: 1 }, { q: 2 })).toEqual([]);
    expect(mixedIn({ q: 1 })).toEqual([]);
    expect(mixedIn({}, {})).toEqual([]);
    expect(mixedIn()).toEqual([]);
  });

  test('of thousands a few are named', () => {
    const many = Array.from({ length: 5000 }, () => ({ perplexity: 1 }));
    expect(mixedIn({ glue: 1 }, ...many)).toHaveLength(5);
  });
});
