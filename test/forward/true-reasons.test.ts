import { describe, expect, it } from 'vitest';
import { findForwardProblem } from '../../src/forward/find-forward-problem.ts';
import { candidateOf } from '../formats/specs.ts';

const sizes = { hidden_size: 32, num_hidden_layers: 1, num_attention_heads: 2, vocab_size: 99 };

/** Why the model of a config can't be run. */
const reasonOf = (config: object): string | null =>
  findForwardProblem(candidateOf({ ...sizes, ...config }).architecture, 8);

describe('why a config can not be run', () => {
  it('names the mechanism: catches "does not say the activation function"', () => {
    const config = { model_type: 'bert', intermediate_size: 64, hidden_act: 'mish' };
    expect(reasonOf(config)).toBeNull();
    const { architecture } = candidateOf({ ...sizes, model_type: 'llama', intermediate_size: 64 });
    const scaled = (type: string): string | null => {
      const scaling = { type, factor: 2, settings: {} };
      const positions = { kind: 'rotary', base: 10_000, fraction: 1, scaling } as const;
      return findForwardProblem({ ...architecture, positions }, 8);
    };
    expect(scaled('linear')).toBeNull();
    expect(scaled('quartic')).toBe("block 0: rotary positions of the scaling quartic can't be run");
    expect(scaled('llama3')).toBe(
      'block 0: rotary positions of the scaling llama3 lack low_freq_factor or another of its numbers',
    );
    expect(scaled('dynamic')).toMatch(/scaling dynamic lack max_position_embeddings/);
  });

  it.each(['llama', 'qwen2', 'qwen3', 'mistral', 'gemma', 'phi', 'gpt_neox'])(
    '%s can be run: catches "models named as llama"',
    (model_type) => {
      const config = { model_type, intermediate_size: 64, num_key_value_heads: 2 };
      expect(reasonOf(config)).toBeNull();
    },
  );

  it('takes the length of the context from beside the scaling: catches a scaling without it', () => {
    const rope_scaling = { type: 'dynamic', factor: 2 };
    const config = { model_type: 'llama', rope_scaling, max_position_embeddings: 64 };
    expect(reasonOf(config)).toBeNull();
    const { positions } = candidateOf({ ...sizes, ...config }).architecture;
    expect(positions).toMatchObject({ scaling: { type: 'dynamic', factor: 2, context: 64 } });
  });
});
