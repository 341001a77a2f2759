import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { architectureKey } from '../../src/architecture/architecture-key.ts';
import {
  completeArchitecture,
  type PartialArchitecture,
} from '../../src/architecture/complete-architecture.ts';
import { candidateOf } from '../formats/specs.ts';
import { publishedArchitectures } from './published-architectures.ts';

const PLAIN: PartialArchitecture = {
  family: 'encoder',
  embedding: { vocabSize: 9, embeddingSize: 8, maxPositionEmbeddings: 4, typeVocabSize: 0 },
  blocks: [
    {
      hiddenSize: 8,
      operation: { kind: 'self-attention', similarity: 'scaled-dot-product' },
      numAttentionHeads: 2,
      feedForwardWidths: [16],
    },
  ],
  initializerRange: 0.02,
};

describe('completeArchitecture', () => {
  test('changes no architecture that is complete: catches a default that replaces a value', () => {
    fc.assert(
      fc.property(publishedArchitectures, (architecture) => {
        expect(completeArchitecture(architecture)).toEqual(architecture);
      }),
    );
  });

  test('takes what follows from the family and the naming: catches an encoder that is causal', () => {
    const decoder = completeArchitecture({ ...PLAIN, family: 'decoder', naming: 'gpt2' });
    expect(decoder).toMatchObject({ normEpsilon: 1e-5, positions: { kind: 'learned', first: 0 } });
    expect(decoder.blocks[0]).toMatchObject({ causal: true, activation: 'gelu-tanh' });
    expect(completeArchitecture(PLAIN).blocks[0]).toMatchObject({
      causal: false,
      activation: 'gelu',
    });
  });

  test('gives the attention of a block without biases none: catches a default for all', () => {
    const blocks = PLAIN.blocks.map((block) => ({ ...block, bias: false }));
    const [block] = completeArchitecture({ ...PLAIN, blocks }).blocks;
    expect(block.operation).toMatchObject({ queryKeyValueBias: false, outputBias: false });
  });

  test('refuses a model without blocks', () => {
    expect(() => completeArchitecture({ ...PLAIN, blocks: [] })).toThrow(RangeError);
  });
});

describe('architectureKey', () => {
  test('is one for sizes that are given and that follow from others: catches two keys of one model', () => {
    const [block] = PLAIN.blocks;
    if (block === undefined) throw new Error('no block');
    const operation = {
      kind: 'self-attention',
      similarity: 'scaled-dot-product',
      headSize: 4,
      numKeyValueHeads: 2,
    } as const;
    const said = completeArchitecture({ ...PLAIN, blocks: [{ ...block, operation }] });
    expect(architectureKey(said)).toBe(architectureKey(completeArchitecture(PLAIN)));
  });

  test.each([{ hidden_act: 'relu' }, { layer_norm_eps: 0.1 }, { is_decoder: true }])(
    'tells a BERT with %o from another: catches scores of networks that are shared',
    (changes) => {
      const config = { model_type: 'bert', hidden_size: 12, num_hidden_layers: 1 };
      const keys = [config, { ...config, ...changes }].map((record) =>
        architectureKey(candidateOf(record).architecture),
      );
      expect(keys[0]).not.toBe(keys[1]);
    },
  );
});
