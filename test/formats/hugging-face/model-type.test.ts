import { describe, expect, test } from 'vitest';
import { formatProblem } from '../../../src/problem.ts';
import { candidateOf, huggingFace, problemsOf, readSpec } from '../specs.ts';
import { totalOf } from './weights-of.ts';

const hintOf = (model_type: string): string | undefined =>
  /; (did you mean .*\?)$/.exec(problemsOf(huggingFace({ model_type })).join('\n'))?.[1];

describe('a model_type that is not known', () => {
  test.each([
    ['GPT-2', 'gpt2'],
    ['gptneox', 'gpt_neox'],
    ['DeBERTa_v2', 'deberta-v2'],
    ['lama', 'llama'],
    ['robertta', 'roberta'],
    ['mistrall', 'mistral'],
    ['Phi-3', 'phi3'],
  ])('%s is met with a hint at %s', (name, meant) => {
    expect(hintOf(name)).toBe(`did you mean ${meant}?`);
  });

  test.each([
    ...['gpt3', 'mistral4', 'gemma4', 'phi4', 'qwen2_5', 'qwen4', 'llama5'],
    ...['bark', 'beit', 'bort', 'glm4v', 'ibert', 'llada', 'llava', 'mbert', 'mllama', 'myt5'],
    ...['phi3_v', 'pixtral', 'vits', 'xglm', ''],
  ])('%j is met with none: catches weights counted as those of another architecture', (name) => {
    expect(hintOf(name)).toBeUndefined();
  });
});

describe("a model that can't be described", () => {
  test.each([
    [
      'mamba',
      'a model with state-space or recurrent blocks, which are no attention: it has no score',
    ],
    [
      'jamba',
      'a model with state-space or recurrent blocks, which are no attention: it has no score',
    ],
    ['funnel', 'its blocks shorten the sequence, and no architecture here has that'],
    [
      'gemma3n_text',
      'its blocks read embeddings of their own and keep several hidden states, which no architecture here has',
    ],
  ])('%s is refused with the reason', (model_type, reason) => {
    expect(problemsOf({ model_type })).toEqual([
      `spec.json: model_type: ${JSON.stringify(model_type)}: ${reason}`,
    ]);
    expect(problemsOf({ model_type: 'lfm2_vl', text_config: { model_type } })).toEqual([
      `spec.json: text_config.model_type: ${JSON.stringify(model_type)}: ${reason}`,
    ]);
  });
});

describe('a config without a model_type', () => {
  const { model_type: _, ...config } = { model_type: '', ...huggingFace() };

  test('is read as what architectures says, with a warning', () => {
    const { candidate, warnings } = readSpec(config);
    expect(candidate?.architecture).toEqual(candidateOf(huggingFace()).architecture);
    expect(warnings.map(formatProblem)).toEqual([
      'spec.json: model_type: missing: architectures says llama, and it is read as that',
    ]);
  });

  test.each([
    ['GPT2LMHeadModel', 'gpt2'],
    ['TFBertForMaskedLM', 'bert'],
    ['T5EncoderModel', 't5'],
    ['DebertaV2Model', 'deberta-v2'],
    ['Qwen2MoeForCausalLM', 'qwen2_moe'],
    ['GPTNeoXForSequenceClassification', 'gpt_neox'],
  ])('%s is a model of %s', (name, type) => {
    const [warning] = readSpec({ architectures: [name] }).warnings;
    expect(warning?.message).toContain(`architectures says ${type},`);
  });

  test.each([[['BertJapaneseForMaskedLM']], [['Model']], [[]], [null], ['BertModel'], [[7]]])(
    'architectures %j names no family, and the key is said to be missing',
    (architectures) => {
      expect(problemsOf({ ...config, architectures })[0]).toMatch(
        /^spec\.json: model_type: missing: expected one of the \d+ types that "zerolm formats" lists$/,
      );
    },
  );
});

describe('a flag that is null', () => {
  test('is false, as None is to the transformers library', () => {
    const off = { mlp_bias: null, attention_bias: null, tie_word_embeddings: null };
    const { architecture } = candidateOf(huggingFace(off));
    expect(architecture).toEqual(candidateOf(huggingFace()).architecture);
    const tied = { model_type: 'gpt2', n_embd: 24, n_layer: 2, n_head: 4, vocab_size: 40 };
    expect(totalOf({ ...tied, tie_word_embeddings: null })).toBe(totalOf(tied) + 24 * 40);
  });

  test('is not a number that is null', () => {
    expect(problemsOf(huggingFace({ hidden_size: null }))).toHaveLength(1);
  });
});
