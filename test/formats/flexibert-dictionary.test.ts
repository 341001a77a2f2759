import { describe, expect, test } from 'vitest';
import { completeArchitecture } from '../../src/architecture/complete-architecture.ts';
import { formatProblem } from '../../src/problem.ts';
import { candidateOf, dictionary, problemsOf, readSpec } from './specs.ts';

const PARAMETER =
  'expected "sdp" or "wma" for "sa", "dft" or "dct" for "l", an odd kernel size up to 1023 for "c"';

describe('readRecord of a model dictionary', () => {
  test('the example of its paper: blocks differ in size, stack and operation', () => {
    const attention = { kind: 'self-attention', similarity: 'scaled-dot-product' } as const;
    const transform = { kind: 'linear-transform', transform: 'discrete-cosine' } as const;
    const wide = {
      hiddenSize: 256,
      operation: attention,
      numAttentionHeads: 2,
      feedForwardWidths: [512, 512, 512],
    };
    const narrow = {
      hiddenSize: 128,
      operation: transform,
      numAttentionHeads: 4,
      feedForwardWidths: [1024],
    };
    expect(candidateOf(dictionary())).toEqual({
      id: 'spec',
      source: 'spec.json',
      scores: {},
      architecture: completeArchitecture({
        family: 'encoder',
        embedding: {
          vocabSize: 30522,
          embeddingSize: 128,
          maxPositionEmbeddings: 512,
          typeVocabSize: 2,
        },
        blocks: [wide, wide, narrow, narrow],
        initializerRange: 0.02,
      }),
    });
  });

  test('a kernel size is a number or, as its authors write it, a text', () => {
    const { architecture } = candidateOf(
      dictionary({ o: ['c', 'c', 'sa', 'l'], p: ['9', 5, 'wma', 'dft'] }),
    );
    expect(architecture.blocks.map(({ operation }) => operation)).toMatchObject([
      { kind: 'separable-convolution', kernelSize: 9 },
      { kind: 'separable-convolution', kernelSize: 5 },
      { kind: 'self-attention', similarity: 'weighted-multiplicative' },
      { kind: 'linear-transform', transform: 'discrete-fourier' },
    ]);
  });

  test('id, scores and the sizes of the embedding are taken as in any spec', () => {
    const candidate = candidateOf(dictionary({ id: 3, scores: { glue: 80 }, vocab_size: 9 }));
    expect(candidate).toMatchObject({ id: '3', scores: { glue: 80 } });
    expect(candidate.architecture.embedding.vocabSize).toBe(9);
  });

  test.each(['released', 'trained'] as const)('it has no %s build', (build) => {
    expect(problemsOf(dictionary(), build)).toEqual([
      `spec.json: there is no ${build} build of a FlexiBERT model dictionary, only the declared build`,
    ]);
  });

  test('unknown keys are warned of with the nearest known one', () => {
    expect(readSpec(dictionary({ vocab_sizes: 5 })).warnings.map(formatProblem)).toEqual([
      'spec.json: vocab_sizes: unknown key, ignored; did you mean vocab_size?',
    ]);
  });
});

describe('readRecord refuses a model dictionary', () => {
  test.each(['l', 'o', 'h', 'n', 'f', 'p'])('without its key %s, naming that', (key) => {
    const record = Object.fromEntries(
      Object.entries(dictionary()).filter(([name]) => name !== key),
    );
    expect(problemsOf(record)).toEqual([expect.stringContaining(`spec.json: ${key}: missing: `)]);
  });

  test.each([
    [
      { l: 3 },
      ['o', 'h', 'n', 'f', 'p'].map(
        (key) => `${key}: a list of 4: expected 3 items, as many as l says`,
      ),
    ],
    [{ h: [256, 256, 128] }, ['h: a list of 3: expected 4 items, as many as l says']],
    [{ l: 0 }, ['l: 0: expected a whole number from 1 to 4096']],
    [{ o: [] }, ['o: a list of 0: expected a list of 1 to 4096 items, one for each layer']],
    [{ o: 'sa' }, ['o: "sa": expected a list of 1 to 4096 items, one for each layer']],
    [{ o: ['sa', 'mlp', 'l', 'l'] }, ['o[1]: "mlp": expected "sa", "l" or "c"']],
    [{ h: [256, 256, 128, 1e9] }, ['h[3]: 1000000000: expected a whole number from 1 to 65536']],
    [{ n: [2, 3, 4, 4] }, ['n[1]: 3: expected a divisor of h[1], 256']],
    [{ f: [[], [1], [1], [1]] }, ['f[0]: a list of 0: expected a list of 1 to 16 widths']],
    [{ f: [[1], 512, [1], [1]] }, ['f[1]: 512: expected a list of 1 to 16 widths']],
    [{ f: [[1], [1, 0.5], [1], [1]] }, ['f[1][1]: 0.5: expected a whole number from 1 to 262144']],
    [{ p: ['sdp', 'dct', 'dct', 'dct'] }, [`p[1]: "dct": ${PARAMETER}`]],
    [{ p: ['sdp', 'sdp', 'sdp', 'dct'] }, [`p[2]: "sdp": ${PARAMETER}`]],
    [{ p: ['sdp', 5, 'dct', 'dct'] }, [`p[1]: 5: ${PARAMETER}`]],
    [{ p: ['sdp', 4, 'dct', 'dct'] }, [`p[1]: 4: ${PARAMETER}`]],
    [{ p: ['sdp', null, 'dct', 'dct'] }, [`p[1]: null: ${PARAMETER}`]],
  ])('with %j', (changes, expected) => {
    expect(problemsOf(dictionary(changes))).toEqual(expected.map((line) => `spec.json: ${line}`));
  });

  test.each([4, 0, -1, 1.5, 1025, '4', '1025', 'five', '', '5 '])(
    'with a kernel of size %j',
    (kernel) => {
      const record = dictionary({ o: ['c', 'sa', 'l', 'l'], p: [kernel, 'sdp', 'dct', 'dct'] });
      expect(problemsOf(record)).toEqual([
        `spec.json: p[0]: ${JSON.stringify(kernel)}: ${PARAMETER}`,
      ]);
    },
  );
});
