import { describe, expect, test } from 'vitest';
import { pickScore, pickScores } from '../../src/truth/pick-score.ts';

describe('pickScore', () => {
  test('the only quality is meant, whatever it is called', () => {
    expect(pickScore(['mnli'], undefined)).toEqual({ ok: true, value: 'mnli' });
  });

  test('GLUE stands for the tasks that it is the mean of', () => {
    expect(pickScore(['cola', 'glue', 'mnli'], undefined)).toEqual({ ok: true, value: 'glue' });
    expect(pickScore(['GLUE Score', 'Head Importance'], undefined)).toMatchObject({
      value: 'GLUE Score',
    });
  });

  test('perplexity stands for what is measured beside it, that of the validation set for others', () => {
    expect(pickScore(['accuracy', 'perplexity'], undefined)).toMatchObject({ value: 'perplexity' });
    expect(pickScore(['test_ppl', 'train_elapsed', 'valid_ppl'], undefined)).toMatchObject({
      value: 'valid_ppl',
    });
  });

  test('a quality that is asked for wins over that', () => {
    expect(pickScore(['cola', 'glue'], 'cola')).toEqual({ ok: true, value: 'cola' });
  });

  test('of several without a sum of them none is taken by chance', () => {
    expect(pickScore(['accuracy', 'latency'], undefined)).toEqual({
      ok: false,
      reason: 'several qualities: choose one with --truth-column, of "accuracy", "latency"',
    });
  });

  test('an unknown one is refused with the known ones and the nearest', () => {
    expect(pickScore(['cola', 'mnli'], 'mnl')).toEqual({
      ok: false,
      reason: 'no quality called "mnl": expected "cola", "mnli"; did you mean "mnli"?',
    });
    expect(pickScore(['cola'], 'toString')).toEqual({
      ok: false,
      reason: 'no quality called "toString": expected "cola"',
    });
  });

  test('hundreds of names do not fill the screen', () => {
    const names = Array.from({ length: 500 }, (_, index) => `seed ${index}`);
    const refused = pickScore(names, undefined);
    if (refused.ok) throw new Error('one was taken');
    expect(refused.reason).toMatch(/"seed 9" and 490 more$/);
  });
});

describe('pickScores', () => {
  test('one is what pickScore has: catches a list where nobody named one', () => {
    expect(pickScores(['cola', 'glue'], undefined)).toEqual({ ok: true, value: ['glue'] });
    expect(pickScores(['cola', 'glue'], 'cola')).toEqual({ ok: true, value: ['cola'] });
    expect(pickScores(['cola'], 'glue')).toEqual(pickScore(['cola'], 'glue'));
  });

  test('several are named with commas, in that order', () => {
    expect(pickScores(['a', 'b', 'c'], 'c, a')).toEqual({ ok: true, value: ['c', 'a'] });
  });

  test('a name with a comma is itself', () => {
    expect(pickScores(['a', 'b', 'a,b'], 'a,b')).toEqual({ ok: true, value: ['a,b'] });
  });

  test('one that is unknown, or there twice, is refused', () => {
    expect(pickScores(['cola', 'mnli'], 'cola,mnl')).toMatchObject({
      reason: expect.stringContaining('did you mean "mnli"?') as string,
    });
    expect(pickScores(['a', 'b'], 'a,b,a')).toMatchObject({
      reason: expect.stringContaining('"a" occurs twice in --truth-column') as string,
    });
  });
});
