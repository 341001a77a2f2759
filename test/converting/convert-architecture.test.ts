import { expect, describe, test } from 'vitest';
import type { Architecture } from '../../src/architecture/architecture.ts';
import { completeArchitecture } from '../../src/architecture/complete-architecture.ts';
import { inventory } from '../../src/architecture/inventory.ts';
import { convertArchitecture } from '../../src/converting/convert-architecture.ts';
import { architectureOf, converted, encoder, reasonOf } from './converted.ts';

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
      expect(reason({ ...known, ...strange })).toMatch(/it has "somethingNew"/);
      const [own] = known.blocks;
      expect(reason({ ...known, blocks: [{ ...own, ...strange }] })).toMatch(
        /block 0 has "somethingNew"/,
      );
      const operation = { ...own.operation, ...strange };
      expect(reason({ ...known, blocks: [{ ...own, operation }] })).toMatch(
        /block 0 has "somethingNew"/,
      );
      const embedding = { ...known.embedding, ...strange };
      expect(reason({ ...known, embedding })).toMatch(/it has "somethingNew"/);
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

  test('what a GPT-2 has not is refused: catches a bias of the head that is dropped', () => {
    const llama = architectureOf({ model_type: 'llama', hidden_size: 64, num_hidden_layers: 1 });
    expect(reasonOf(llama, 'hugging-face')).not.toBe('');
    const phi = {
      ...architectureOf(gpt2),
      head: { kind: 'linear', tied: true, bias: true } as const,
    };
    expect(reasonOf(phi, 'hugging-face')).toContain('its softmax is adaptive or has biases');
  });
});

describe('of a model of a published family', () => {
  test.each([
    'albert',
    'deberta-v2',
    'distilbert',
    'gpt_neox',
    'llama',
    'mixtral',
    'opt',
    'phi',
    't5',
    'qwen2',
    'qwen3',
    'mistral',
    'gemma',
  ])('%s is refused: catches a reason that calls a Qwen a Llama', (model_type) => {
    const reason = reasonOf(architectureOf({ model_type }), 'hugging-face');
    expect(reason).toBe(
      'configs are written of bert, electra and gpt2 alone, and it is none of these',
    );
  });

  test('roberta becomes a bert of the same shapes, and says so', () => {
    const roberta = architectureOf({ model_type: 'roberta' });
    const result = convertArchitecture(roberta, 'hugging-face');
    expect(result.ok && result.value.warnings).toEqual([
      'it was a roberta and is written as a bert, which has the same shapes',
    ]);
    const shapesOf = (one: Architecture): unknown[] =>
      inventory(one, 'normal').map(({ shape }) => shape);
    expect(shapesOf(architectureOf(converted(roberta, 'hugging-face')))).toEqual(shapesOf(roberta));
  });
});
