import { describe, expect, test } from 'vitest';
import { headOfClass } from '../../../src/formats/hugging-face/class-head.ts';
import { formatProblem } from '../../../src/problem.ts';
import { huggingFace, readSpec } from '../specs.ts';
import { totalOf } from './weights-of.ts';

const decoder = huggingFace({ tie_word_embeddings: false });
const LIST: readonly (readonly [string, 'tokens' | 'task' | 'none'])[] = [
  ['LlamaForCausalLM', 'tokens'],
  ['GPT2LMHeadModel', 'tokens'],
  ['GPT2DoubleHeadsModel', 'tokens'],
  ['TFT5ForConditionalGeneration', 'tokens'],
  ['LlamaForCausalLMEagle3', 'tokens'],
  ['SomethingOfItsOwn', 'tokens'],
  ['LlamaModel', 'none'],
  ['FlaxGPTNeoXModel', 'none'],
  ['T5EncoderModel', 'none'],
  ['Qwen2ForTokenClassification', 'task'],
  ['OPTForQuestionAnswering', 'task'],
  ['LlamaForSequenceClassification', 'task'],
];

describe('the class of a config', () => {
  test.each(LIST)('%s has the head %s', (name, head) => {
    expect(headOfClass(name)).toBe(head);
  });

  test('decides whether a head that predicts tokens is counted: catches one that no class has', () => {
    const head = totalOf(decoder) - totalOf({ ...decoder, tie_word_embeddings: true });
    expect(head).toBeGreaterThan(0);
    for (const [name, own] of LIST) {
      const total = totalOf({ ...decoder, architectures: [name] });
      expect(total).toBe(totalOf(decoder) - (own === 'tokens' ? 0 : head));
    }
  });

  test('is named where its head is not counted', () => {
    const warningsOf = (architectures: unknown): string[] =>
      readSpec({ ...decoder, architectures }).warnings.map(formatProblem);
    expect(warningsOf(['LlamaForTokenClassification'])).toEqual([
      'spec.json: architectures: "LlamaForTokenClassification": its head for a task is not counted: the model is read without a head',
    ]);
    for (const quiet of [['LlamaModel'], ['LlamaForCausalLM'], [], null, 'LlamaModel']) {
      expect(warningsOf(quiet)).toEqual([]);
    }
    expect(totalOf({ ...decoder, architectures: null })).toBe(totalOf(decoder));
  });
});
