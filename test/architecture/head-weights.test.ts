import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LinearHead } from '../../src/architecture/head.ts';
import { completeEmbedding } from '../../src/architecture/complete-architecture.ts';
import { countHeadParameters, listHead } from '../../src/architecture/head-weights.ts';
import { WEIGHT_NAMES } from '../../src/architecture/naming-tables.ts';
import { architectures } from './architectures.ts';
import { publishedArchitectures } from './published-architectures.ts';
import { listed } from './listed.ts';

const EMBEDDING = completeEmbedding({
  vocabSize: 30,
  embeddingSize: 4,
  maxPositionEmbeddings: 0,
  typeVocabSize: 0,
});

function linesOf(changes: Partial<LinearHead>): string[] {
  const usual = { tied: false, bias: false, projected: false, scale: 1, softCap: null };
  const head: LinearHead = { kind: 'linear', ...usual, ...changes };
  return listed((list) => {
    listHead(head, EMBEDDING, 6, WEIGHT_NAMES.opt, list);
  });
}

describe('listHead of a matrix', () => {
  test('untied has a row for every word, as wide as the output', () => {
    expect(linesOf({})).toEqual(['lm_head.weight 30x6 capacity']);
  });

  test('tied has no weight of its own: catches the table of words counted twice', () => {
    expect(linesOf({ tied: true })).toEqual([]);
  });

  test('has its bias, tied or not', () => {
    expect(linesOf({ bias: true })).toContain('lm_head.bias 30 parameters');
    expect(linesOf({ tied: true, bias: true })).toEqual(['lm_head.bias 30 parameters']);
  });

  test('behind a projection is as wide as the embedding', () => {
    expect(linesOf({ projected: true })).toEqual([
      'model.decoder.project_out.weight 4x6 capacity',
      'lm_head.weight 30x4 capacity',
    ]);
  });
});

describe('countHeadParameters', () => {
  test('is the sum over what is listed: catches a table counted twice', () => {
    fc.assert(
      fc.property(fc.oneof(architectures, publishedArchitectures), (architecture) => {
        const { head, blocks, embedding } = architecture;
        const h = blocks.at(-1)?.hiddenSize ?? NaN;
        const lines =
          head === null
            ? []
            : listed((list) => {
                listHead(head, embedding, h, WEIGHT_NAMES.bert, list);
              });
        const sizes = lines.map((line) =>
          (line.split(' ')[1] ?? '')
            .split('x')
            .reduce((product, size) => product * Number(size), 1),
        );
        expect(countHeadParameters(architecture)).toBe(sizes.reduce((sum, size) => sum + size, 0));
      }),
    );
  });
});
