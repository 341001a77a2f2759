import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Architecture } from '../../src/architecture/architecture.ts';
import type { PartialArchitecture } from '../../src/architecture/complete-architecture.ts';
import { formulaStatistic } from '../../src/capacity/formula-statistic.ts';
import type { MatrixStatistic } from '../../src/capacity/matrix-statistic.ts';
import { STATISTICS } from '../../src/capacity/statistics.ts';
import { INITIALIZATION_SCHEMES } from '../../src/initialization/initialization-scheme.ts';
import type { Result } from '../../src/result.ts';
import { alphaBalance, formulaBalance, type Balance } from '../../src/scoring/balance.ts';
import { ClosedForm } from '../../src/scoring/closed-form.ts';
import { scoreArchitecture, type TotalScore } from '../../src/scoring/score-architecture.ts';
import { DEFAULT_SETTINGS, type ScoreSettings } from '../../src/scoring/score-settings.ts';
import { architectures } from '../architecture/architectures.ts';
import { publishedArchitectures } from '../architecture/published-architectures.ts';
import { BENCHMARKS, describeWithBenchmarks } from '../benchmarks.ts';
import { candidateOf } from '../formats/specs.ts';
import { tinyArchitecture } from './architectures.ts';
import { casesOf } from '../sweeps.ts';

function valueOf<Value>(result: Result<Value>): Value {
  if (!result.ok) throw new Error(result.reason);
  return result.value;
}

const statistics: readonly MatrixStatistic[] = [
  ...STATISTICS,
  valueOf(formulaStatistic('frobenius2 / sqrt(size) + 3 * variance - sigma')),
];
const balances: readonly (Balance | null)[] = [
  null,
  alphaBalance(-1.3),
  {
    kind: 'coefficients',
    coefficients: { attention: -0.0, feedForward: 1e-3, embedding: 1 / 3 },
  },
  valueOf(formulaBalance('log(attention) - feedForward / embedding')),
];

/** What the inventory gives, without the blocks. */
function slowly(architecture: Architecture, settings: ScoreSettings): Result<TotalScore> {
  const result = scoreArchitecture(architecture, settings);
  if (!result.ok) return result;
  const { blocks, ...total } = result.value;
  return { ok: true, value: total };
}

describe('ClosedForm.score', () => {
  test.each(INITIALIZATION_SCHEMES)(
    'equals the inventory to the last bit or fails in its words, under %s: catches a matrix too many, another order of sums',
    (initialization) => {
      const forms = statistics.flatMap((statistic) =>
        balances.map((balance) => {
          const settings = { ...DEFAULT_SETTINGS, initialization, statistic, balance };
          return { settings, form: new ClosedForm(settings) };
        }),
      );
      fc.assert(
        fc.property(
          fc.oneof(architectures, publishedArchitectures),
          fc.constantFrom(...forms),
          (architecture, { settings, form }) => {
            // toStrictEqual compares with Object.is: 0 is not -0, and nothing is rounded.
            expect(form.score(architecture)).toStrictEqual(slowly(architecture, settings));
          },
        ),
        { numRuns: casesOf(5000) },
      );
    },
  );

  test('keeps apart what is alike but for the context: catches a memo with too short a key', () => {
    const likes = [0.02, 0.03, 0.02, 0.04].flatMap((initializerRange) =>
      [1, 2, 1, 4].map((blockCount) => tinyArchitecture({ initializerRange, blockCount })),
    );
    for (const initialization of INITIALIZATION_SCHEMES) {
      const settings = { ...DEFAULT_SETTINGS, initialization };
      const form = new ClosedForm(settings);
      for (const architecture of likes) {
        expect(form.score(architecture)).toStrictEqual(slowly(architecture, settings));
      }
    }
  });

  test.each([
    ['more contexts than are kept', (n: number) => ({ initializerRange: 0.01 + n / 1000 })],
    [
      'more shapes than are kept',
      (n: number) => ({
        embedding: {
          vocabSize: 3 * n + 1,
          embeddingSize: 8,
          maxPositionEmbeddings: 3 * n + 2,
          typeVocabSize: 3 * n + 3,
        },
      }),
    ],
  ])('stays right over %s', (_, changes) => {
    const form = new ClosedForm(DEFAULT_SETTINGS);
    for (let n = 0; n < 12_000; n++) {
      const architecture = tinyArchitecture({ blockCount: 1, ...changes(n) });
      const result = form.score(architecture);
      if (n % 97 === 0 || n > 11_990) {
        expect(result).toStrictEqual(slowly(architecture, DEFAULT_SETTINGS));
      }
    }
  });

  const table = { vocabSize: 1, embeddingSize: 8, maxPositionEmbeddings: 1, typeVocabSize: 0 };
  test.each<[string, Partial<PartialArchitecture>]>([
    ['a sum that overflows', { initializerRange: 1e154 }],
    ['a capacity that overflows', { initializerRange: 1e200 }],
    ['no number', { initializerRange: NaN }],
    ['sizes beyond exact integers', { embedding: { ...table, vocabSize: 2 ** 53 - 1 } }],
    [
      'sizes beyond the memo',
      { embedding: { ...table, vocabSize: 2 ** 26, embeddingSize: 2 ** 26 } },
    ],
    ['a broken size', { embedding: { ...table, vocabSize: 0.5, embeddingSize: 3 } }],
  ])('hands %s to the inventory: catches a wrong number where that refuses', (_, changes) => {
    for (const statistic of statistics) {
      const settings = { ...DEFAULT_SETTINGS, statistic };
      const form = new ClosedForm(settings);
      for (const architecture of [tinyArchitecture(), tinyArchitecture(changes)]) {
        expect(form.score(architecture)).toStrictEqual(slowly(architecture, settings));
      }
    }
  });

  test.each([{ mode: 'sampled' as const }, { seeds: 2 }, { seeds: 0 }, { seed: -1 }])(
    'is refused %o, which it has no answer to',
    (changes) => {
      expect(() => new ClosedForm({ ...DEFAULT_SETTINGS, ...changes })).toThrow(RangeError);
    },
  );
});

describeWithBenchmarks('ClosedForm.score of the 500 FlexiBERT models', () => {
  test('equals the inventory to the last bit', () => {
    const file = join(BENCHMARKS, 'flexibert', 'BERT_benchmark.json');
    const records = JSON.parse(readFileSync(file, 'utf8')) as unknown[];
    const form = new ClosedForm(DEFAULT_SETTINGS);
    expect(records).toHaveLength(500);
    for (const record of records) {
      const { architecture } = candidateOf(record);
      expect(form.score(architecture)).toStrictEqual(slowly(architecture, DEFAULT_SETTINGS));
    }
  });
});
