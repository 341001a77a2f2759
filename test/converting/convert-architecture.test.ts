import { expect, describe, test } from 'vitest';
import type { Architecture } from '../../src/architecture/architecture.ts';
import { completeArchitecture } from '../../src/architecture/complete-architecture.ts';
import { convertArchitecture } from '../../src/converting/convert-architecture.ts';
import { architectureOf, converted, encoder } from './converted.ts';

describe('convertArchitecture', () => {
  test.each(['flexibert', 'hugging-face'] as const)(
    'refuses for %s what it does not know: catches a new field that is dropped in silence',
    (target) => {
      const reason = (architecture: Architecture): string => {
        const result = convertArchitecture(architecture, target);
        return result.ok ? '' : result.reason;
      };
      const strange = { somethingNew: true };
      const known = completeArchitecture(encoder);
      expect(reason({ ...known, ...strange })).toMatch(/it has "?somethingNew/);
      const [own] = known.blocks;
      expect(reason({ ...known, blocks: [{ ...own, ...strange }] })).toMatch(
        /block 0 has "?somethingNew/,
      );
      const operation = { ...own.operation, ...strange };
      expect(reason({ ...known, blocks: [{ ...own, operation }] })).toMatch(
        /block 0 has "?(?:operation\.)?somethingNew/,
      );
      const embedding = { ...known.embedding, ...strange };
      expect(reason({ ...known, embedding })).toMatch(/it has "?(?:embedding\.)?somethingNew/);
    },
  );
});

describe('convertArchitecture(architecture of a Hugging Face config, ...)', () => {
  const bert = {
    model_type: 'bert',
    hidden_size: 64,
    num_hidden_layers: 2,
    num_attention_heads: 4,
    intermediate_size: 96,
  };
  const gpt2 = { model_type: 'gpt2', n_embd: 64, n_layer: 2, n_head: 4, n_inner: 80 };

  test.each([
    ['a BERT', bert],
    ['an ELECTRA', { ...bert, model_type: 'electra', embedding_size: 32 }],
    ['a GPT-2', gpt2],
    ['a GPT-2 with a head of its own', { ...gpt2, tie_word_embeddings: false }],
  ])('%s comes back as it was: catches a pooler or a head that is lost', (_, config) => {
    const architecture = architectureOf(config);
    const result = convertArchitecture(architecture, 'hugging-face');
    expect(result).toMatchObject({ ok: true, value: { warnings: [] } });
    expect(architectureOf(converted(architecture, 'hugging-face'))).toEqual(architecture);
  });

  test('a BERT becomes a FlexiBERT spec without its pooler, and says so', () => {
    const architecture = architectureOf(bert);
    const result = convertArchitecture(architecture, 'flexibert');
    expect(result.ok && result.value.warnings).toEqual([
      'its pooler is left out: the form has none, and it counts for no capacity',
    ]);
    const expected = { ...architecture, pooler: false, naming: 'bert' };
    expect(architectureOf(converted(architecture, 'flexibert'))).toEqual(expected);
  });
});
