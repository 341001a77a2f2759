import { describe, expect, test } from 'vitest';
import { formatProblem } from '../../../src/problem.ts';
import { candidateOf, huggingFace, problemsOf, readSpec } from '../specs.ts';

const text = huggingFace({ model_type: 'qwen3' });
const { architecture } = candidateOf(text);
const warningsOf = (record: object): string[] => readSpec(record).warnings.map(formatProblem);

describe('a config with a text model inside', () => {
  test.each(['text_config', 'llm_config', 'language_config'])('as %s is read as that', (key) => {
    const record = { id: 'both', scores: { quality: 3 }, model_type: 'llava', [key]: text };
    const { candidate, problems } = readSpec(record);
    expect(problems).toEqual([]);
    expect(candidate).toMatchObject({ id: 'both', scores: { quality: 3 } });
    expect(candidate?.architecture).toEqual(architecture);
  });

  test('is said to be read without the rest, in one warning that names it', () => {
    const parts = { vision_config: { depth: 3 }, audio_config: { depth: 3 }, image_token_id: 7 };
    expect(warningsOf({ model_type: 'omni', text_config: text, ...parts })).toEqual([
      'spec.json: text_config: read alone, as a model of type "qwen3"; all else of the model is left out: "vision_config", "audio_config"',
    ]);
    expect(warningsOf({ model_type: 'mistral3', text_config: text })).toEqual([
      'spec.json: text_config: read alone, as a model of type "qwen3"; all else of the model is left out',
    ]);
  });

  test.each([
    ['gemma3', 'gemma3_text'],
    ['llama4', 'llama4_text'],
    ['mistral3', 'mistral'],
    ['qwen2_5_vl', 'qwen2_5_vl_text'],
    ['qwen2_vl', 'qwen2_vl_text'],
    ['qwen3_vl', 'qwen3_vl_text'],
  ])('of type %s has a %s there unless it says another', (outer, inner) => {
    const { model_type: _, ...sizes } = { model_type: '', ...huggingFace() };
    const own = candidateOf({ ...sizes, model_type: inner }).architecture;
    const record = { model_type: outer, text_config: sizes };
    expect(candidateOf(record).architecture).toEqual(own);
  });

  test('may tie the head outside of it', () => {
    const headOf = (outer: object, inner: object = {}): boolean | undefined => {
      const text_config = { ...text, ...inner };
      return candidateOf({ model_type: 'qwen3_vl', text_config, ...outer }).architecture.head?.tied;
    };
    expect(headOf({})).toBe(false);
    expect(headOf({ tie_word_embeddings: true })).toBe(true);
    expect(headOf({ tie_word_embeddings: true }, { tie_word_embeddings: false })).toBe(false);
  });

  test('is refused with the path inside it', () => {
    expect(problemsOf({ model_type: 'llava', text_config: { ...text, hidden_size: 0 } })).toEqual([
      'spec.json: text_config.hidden_size: 0: expected a whole number from 1 to 65536',
    ]);
    expect(problemsOf({ id: '', model_type: 'llava', text_config: text })[0]).toMatch(
      /^spec\.json: id: /,
    );
    const [problem] = problemsOf({ model_type: 'x', text_config: { model_type: 'chatglm' } });
    expect(problem).toMatch(/^spec\.json: text_config\.model_type: "chatglm": expected one of/);
  });

  test('names the unknown keys inside it', () => {
    const record = { model_type: 'llava', text_config: { ...text, hiden_size: 3 } };
    expect(warningsOf(record)[1]).toBe(
      'spec.json: text_config.hiden_size: unknown key, ignored; did you mean hidden_size?',
    );
  });
});

test('a flat config with other parts is read without them, in one warning', () => {
  const record = { ...huggingFace({ model_type: 'qwen2_vl' }), vision_config: { depth: 32 } };
  expect(warningsOf(record)).toEqual([
    'spec.json: vision_config: left out: the text model is read alone, without "vision_config"',
  ]);
});
