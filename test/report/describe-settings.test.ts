import { describe, expect, test } from 'vitest';
import {
  countsEmbedding,
  describeSettings,
  titleOfSettings,
} from '../../src/report/describe-settings.ts';
import type { ScoreDocument } from '../../src/report/documents/score-document.ts';
import { alphaBalance, formulaBalance, type Balance } from '../../src/scoring/balance.ts';
import { DEFAULT_SETTINGS, type ScoreSettings } from '../../src/scoring/score-settings.ts';

function described(
  changes: Partial<ScoreSettings> = {},
  build: 'default' | 'released' = 'default',
): ScoreDocument['settings'] {
  const settings = { ...DEFAULT_SETTINGS, ...changes };
  return { ...describeSettings(settings, build, ['encoder', 'encoder']), initializerRange: 0.02 };
}

function formula(text: string): Balance {
  const balance = formulaBalance(text);
  if (!balance.ok) throw new Error(balance.reason);
  return balance.value;
}

function coefficients(attention: number, feedForward: number, embedding: number): Balance {
  return { kind: 'coefficients', coefficients: { attention, feedForward, embedding } };
}

describe('describeSettings', () => {
  test('a default balance is spelled out once per family, with where it comes from', () => {
    expect(described().balance).toEqual({
      default: {
        encoder: { alpha: 0.7, provenance: 'chosen on FlexiBERT, 500 encoders, declared build' },
      },
    });
  });

  test('an expected score has no seed that could be thought to matter', () => {
    expect(Object.keys(described())).not.toContain('seed');
    expect(described({ mode: 'sampled', seed: 4, seeds: 2 })).toMatchObject({ seed: 4, seeds: 2 });
  });
});

describe('titleOfSettings', () => {
  test('what is left at its default goes without saying, except what the score is', () => {
    expect(titleOfSettings(described())).toBe(
      'score: alpha 0.7 (encoder default)\ncapacity: zerolm, expected',
    );
  });

  test('what is not is said', () => {
    expect(
      titleOfSettings(described({ mode: 'sampled', seed: 4, initialization: 'gpt2' }, 'released')),
    ).toBe(
      'score: alpha 0.7 (encoder default)\ncapacity: zerolm, sampled with seed 4, gpt2 initialization, released build',
    );
    expect(titleOfSettings(described({ mode: 'sampled', seed: 4, seeds: 3 }))).toContain(
      'sampled with seeds 4 to 6',
    );
    expect(titleOfSettings(described({ balance: alphaBalance(0.4) }))).toContain(
      '0.4 attention + 0.6 feed-forward\n',
    );
    expect(titleOfSettings(described({ balance: coefficients(1, 0, 0.5) }))).toContain(
      '1 attention + 0 feed-forward + 0.5 embedding\n',
    );
    expect(titleOfSettings(described({ balance: formula('log(attention)') }))).toContain(
      'log(attention)\n',
    );
  });
});

describe('countsEmbedding', () => {
  test('a coefficient of 0 hides the embedding, a formula may use it', () => {
    expect(countsEmbedding(described().balance)).toBe(false);
    expect(countsEmbedding(described({ balance: alphaBalance(0.4) }).balance)).toBe(false);
    expect(countsEmbedding(described({ balance: coefficients(1, 1, 0.1) }).balance)).toBe(true);
    expect(countsEmbedding(described({ balance: formula('attention') }).balance)).toBe(true);
  });
});
