import { describe, expect, it } from 'vitest';
import { findForwardProblem } from '../../src/forward/find-forward-problem.ts';
import { candidateOf } from '../formats/specs.ts';

const sizes = { hidden_size: 32, num_hidden_layers: 1, num_attention_heads: 2, vocab_size: 99 };

/** Why the model of a config can't be run. */
const reasonOf = (config: object): string | null =>
  findForwardProblem(candidateOf({ ...sizes, ...config }).architecture, 8);

describe('why a config can not be run', () => {
  it('names the activation that it states: catches "does not say the activation function"', () => {
    const config = { model_type: 'bert', intermediate_size: 64, hidden_act: 'mish' };
    expect(reasonOf(config)).toMatch(/^block 0: the activation function mish can't be run/);
    expect(reasonOf({ ...config, hidden_act: 'relu' })).toBeNull();
  });

  it.each(['llama', 'qwen2', 'qwen3', 'mistral', 'gemma'])(
    '%s is a feature, not the name of another model: catches "models named as llama"',
    (model_type) => {
      const reason = reasonOf({ model_type, intermediate_size: 64, num_key_value_heads: 2 });
      expect(reason).toBe("norms of the kind rms-norm can't be run");
    },
  );
});
