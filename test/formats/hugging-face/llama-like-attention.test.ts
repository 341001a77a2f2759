import { describe, expect, test } from 'vitest';
import type { Block } from '../../../src/architecture/block.ts';
import { candidateOf, huggingFace } from '../specs.ts';

const small = (model_type: string, changes: object = {}): object =>
  huggingFace({ model_type, num_hidden_layers: 4, head_dim: 6, ...changes });
/** A config without the keys that are undefined. */
const defined = (config: object): object =>
  Object.fromEntries(Object.entries<unknown>({ ...config }).filter(([, own]) => own !== undefined));
const blocksOf = (record: object): readonly Block[] => candidateOf(record).architecture.blocks;

/** What the blocks of a model have, from first to last. */
function ofAttention<Value>(
  record: object,
  pick: (operation: Extract<Block['operation'], { kind: 'self-attention' }>) => Value,
): Value[] {
  return blocksOf(record).map(({ operation }) => {
    if (operation.kind !== 'self-attention') throw new Error('no attention');
    return pick(operation);
  });
}
const windowsOf = (record: object): (number | null)[] =>
  ofAttention(record, ({ window }) => window);

describe('the windows of', () => {
  test.each<[string, object, (number | null)[]]>([
    ['mistral', { sliding_window: 4 }, [4, 4, 4, 4]],
    ['mistral', { sliding_window: null }, [null, null, null, null]],
    ['mistral', {}, [4096, 4096, 4096, 4096]],
    ['llama', {}, [null, null, null, null]],
    ['phi3', { sliding_window: 4, head_dim: undefined }, [4, 4, 4, 4]],
    ['qwen2', { sliding_window: 4 }, [null, null, null, null]],
    [
      'qwen2',
      { sliding_window: 4, use_sliding_window: true, max_window_layers: 3 },
      [null, null, null, 4],
    ],
    ['qwen3_moe', { sliding_window: 4, use_sliding_window: true, num_experts: 0 }, [4, 4, 4, 4]],
    ['gemma2', { sliding_window: 4 }, [4, null, 4, null]],
    ['gemma3_text', { sliding_window: 4, num_hidden_layers: 7 }, [4, 4, 4, 4, 4, null, 4]],
    ['gemma3_text', { sliding_window: 4, sliding_window_pattern: 2 }, [4, null, 4, null]],
    ['gpt_oss', { sliding_window: 4 }, [4, null, 4, null]],
    ['cohere2', { sliding_window: 4, head_dim: undefined }, [4, 4, 4, null]],
    ['llama4_text', { attention_chunk_size: 4 }, [4, 4, 4, null]],
    [
      'smollm3',
      { sliding_window: 4, use_sliding_window: true, head_dim: undefined },
      [null, null, null, 4],
    ],
    [
      'ministral',
      {
        sliding_window: 4,
        layer_types: ['full_attention', ...['a', 'b', 'c'].map(() => 'sliding_attention')],
      },
      [null, 4, 4, 4],
    ],
  ])('%s with %o', (type, changes, expected) => {
    const record = defined(small(type, changes));
    expect(windowsOf(record)).toEqual(expected);
  });
});

describe('the positions of', () => {
  const kinds = (record: object): (string | undefined)[] =>
    ofAttention(record, ({ positions }) => positions?.kind);

  test('smollm3 and llama4 are none in every fourth block', () => {
    for (const type of ['smollm3', 'llama4_text']) {
      const { head_dim: _, ...record } = { head_dim: 0, ...small(type) };
      expect(kinds(record)).toEqual([undefined, undefined, undefined, 'none']);
      expect(kinds({ ...record, no_rope_layers: [0, 1, 1, 0] })).toEqual([
        ...['none', undefined, undefined, 'none'],
      ]);
      expect(kinds({ ...record, no_rope_layers: [] })[3]).toBe('none');
    }
  });

  test('cohere2 are rotary where there is a window', () => {
    const { head_dim: _, ...record } = { head_dim: 0, ...small('cohere2') };
    expect(kinds(record)).toEqual([undefined, undefined, undefined, 'none']);
  });

  test('gemma3 have another base where there is a window', () => {
    const record = small('gemma3_text', { rope_theta: 7, rope_local_base_freq: 5 });
    const { positions } = candidateOf({ ...record, sliding_window_pattern: 2 }).architecture;
    expect(positions).toMatchObject({ kind: 'rotary', base: 7 });
    expect(
      ofAttention({ ...record, sliding_window_pattern: 2 }, (own) => own.positions),
    ).toMatchObject([{ kind: 'rotary', base: 5, scaling: null }, null, { base: 5 }, null]);
  });

  test('gemma3 may be said by kinds of blocks, as newer versions of the library do', () => {
    const { rope_theta: _, ...record } = { rope_theta: 0, ...small('gemma3_text') };
    const linear = { rope_type: 'linear', factor: 8, rope_theta: 9 };
    const rope_parameters = {
      full_attention: linear,
      sliding_attention: { rope_type: 'default', rope_theta: 3 },
    };
    const { positions, blocks } = candidateOf({ ...record, rope_parameters }).architecture;
    expect(positions).toMatchObject({ base: 9, scaling: { type: 'linear', factor: 8 } });
    expect(blocks[0].operation).toMatchObject({ positions: { base: 3, scaling: null } });
  });

  test.each<[string, object, object]>([
    ['glm', {}, { fraction: 0.5, interleaved: true }],
    ['phi3', { partial_rotary_factor: 0.75 }, { fraction: 0.75 }],
    ['qwen2_vl', { rope_scaling: { type: 'mrope', mrope_section: [1, 1, 1] } }, { scaling: null }],
    [
      'phi3',
      { rope_scaling: { type: 'su', short_factor: [1, 2], long_factor: [3, 4] } },
      {
        scaling: {
          ...{ type: 'longrope', factor: null, context: 4096 },
          settings: {
            original_max_position_embeddings: 4096,
            ...{ short_factor: [1, 2], long_factor: [3, 4] },
          },
        },
      },
    ],
    ['deepseek_v2', { num_key_value_heads: 4 }, { interleaved: true }],
    ['deepseek_v3', { num_key_value_heads: 4 }, { interleaved: true }],
    ['deepseek_v3', { num_key_value_heads: 4, rope_interleave: false }, { interleaved: false }],
    ['gpt_oss', {}, { scaling: { type: 'yarn', factor: 32, context: 131_072 } }],
    [
      'baichuan',
      { num_key_value_heads: undefined, max_position_embeddings: 4096 },
      { kind: 'rotary' },
    ],
    ['baichuan', { num_key_value_heads: undefined }, { kind: 'alibi' }],
  ])('%s with %o', (type, changes, expected) => {
    const whole = { ...small(type), head_dim: undefined, rope_theta: undefined, ...changes };
    const record = defined(whole);
    expect(candidateOf(record).architecture.positions).toMatchObject(expected);
  });
});

test('constants of granite, gemma and cohere reach the architecture', () => {
  const { head_dim: _, ...granite } = { head_dim: 0, ...small('granite') };
  const { embedding, head, blocks } = candidateOf({
    ...granite,
    ...{ embedding_multiplier: 12, logits_scaling: 8, residual_multiplier: 0.22 },
    attention_multiplier: 0.125,
  }).architecture;
  expect([embedding.scale, blocks[0].residualScale]).toEqual([12, 0.22]);
  expect(head).toMatchObject({ scale: 1 / 8 });
  expect(blocks[0].operation).toMatchObject({ scaling: 8 });
  const gemma = candidateOf(small('gemma2', { query_pre_attn_scalar: 144 })).architecture;
  expect(gemma.embedding.scale).toBe(Math.sqrt(12));
  expect(gemma.head).toMatchObject({ softCap: 30 });
  expect(gemma.blocks[0].operation).toMatchObject({ scaling: 12, softCap: 50 });
});
