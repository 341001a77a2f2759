import { describe, expect, it } from 'vitest';
import { inventory } from '../../src/architecture/inventory.ts';
import { readRecord } from '../../src/formats/registry.ts';
import type { ReadRecord } from '../../src/formats/candidate-format.ts';

const LLAMA = {
  model_type: 'llama',
  vocab_size: 100,
  hidden_size: 32,
  num_hidden_layers: 3,
  num_attention_heads: 8,
  num_key_value_heads: 4,
  intermediate_size: 64,
};

function read(record: object): ReadRecord {
  return readRecord(record, { source: 'spec.json', defaultId: 'spec', build: 'default' });
}

function problemsOf(record: object): string[] {
  const { candidate, problems } = read(record);
  expect(candidate).toBeUndefined();
  return problems.map(({ path, message }) => `${path}: ${message}`);
}

/** The shapes of the weights of block 0 by the last two parts of their names. */
function shapesOf(record: object): Record<string, readonly number[]> {
  const { candidate, problems } = read(record);
  expect(problems).toEqual([]);
  if (candidate === undefined) throw new Error('no candidate');
  const own = inventory(candidate.architecture, 'normal').filter(({ block }) => block === 0);
  return Object.fromEntries(
    own.map(({ path, shape }) => [path.split('.').slice(-3, -1).join('.'), shape]),
  );
}

describe('a sub-network', () => {
  it('has the neurons and heads that it keeps, and heads of their old size', () => {
    const shapes = shapesOf({ base: LLAMA, feed_forward_width: 24, num_attention_heads: 2 });
    expect(shapes).toMatchObject({
      'mlp.gate_proj': [24, 32],
      'mlp.up_proj': [24, 32],
      'mlp.down_proj': [32, 24],
      // Two of eight heads, of 4 each, and the one of keys and values that they share.
      'self_attn.q_proj': [8, 32],
      'self_attn.k_proj': [4, 32],
      'self_attn.v_proj': [4, 32],
      'self_attn.o_proj': [32, 8],
    });
  });

  it('is the whole model where nothing is cut', () => {
    const whole = read(LLAMA).candidate?.architecture;
    expect(read({ base: LLAMA }).candidate?.architecture).toEqual(whole);
    const layers = [{}, { feed_forward_width: 64 }, { num_attention_heads: 8 }];
    expect(read({ base: LLAMA, layers }).candidate?.architecture).toEqual(whole);
  });

  it('has what a layer says before what it says for all of them', () => {
    const layers = [{}, { index: 2, feed_forward_width: 16 }];
    const { candidate } = read({ base: LLAMA, feed_forward_width: 48, layers });
    expect(candidate?.architecture.blocks.map((own) => own.feedForwardWidths)).toEqual([
      [48],
      [16],
    ]);
  });

  it.each([
    [
      'a width beyond that of the layer',
      { feed_forward_width: 65 },
      'feed_forward_width: 65: expected at most 64, the width that the layer has',
    ],
    [
      'more heads',
      { num_attention_heads: 16 },
      'num_attention_heads: 16: expected at most 8, those of the layer',
    ],
    [
      'half of a group of heads',
      { layers: [{}, {}, { num_attention_heads: 3 }] },
      'layers[2].num_attention_heads: 3: expected a multiple of 2: so many heads share each of the 4 heads of keys and values',
    ],
    [
      'a layer that is not there',
      { layers: [{ index: 3 }] },
      'layers[0].index: 3: expected the number of a layer, below 3',
    ],
    [
      'more layers than there are',
      { layers: [{}, {}, {}, {}] },
      'layers[3].index: 3: expected the number of a layer, below 3',
    ],
    [
      'layers out of order',
      { layers: [{ index: 1 }, { index: 1 }] },
      'layers[1].index: 1: expected the number of a layer, above 1',
    ],
    [
      'a width of none',
      { feed_forward_width: 0 },
      'feed_forward_width: 0: expected a whole number from 1 to 262144',
    ],
  ])('is refused for %s', (_, own, problem) => {
    expect(problemsOf({ base: LLAMA, ...own })).toContain(problem);
  });

  const small = { hidden_size: 32, num_hidden_layers: 2, num_attention_heads: 4 };
  const t5 = { model_type: 't5', d_model: 32, d_ff: 64, d_kv: 8, num_heads: 4, num_layers: 2 };
  it.each([
    [
      'mixtral',
      { ...LLAMA, model_type: 'mixtral' },
      { feed_forward_width: 32 },
      'mixture of experts',
    ],
    [
      'albert',
      { model_type: 'albert', ...small },
      { feed_forward_width: 32 },
      'shares its weights',
    ],
    ['albert', { model_type: 'albert', ...small }, { layers: [{}] }, 'share their weights'],
    [
      'bloom',
      { model_type: 'bloom', hidden_size: 32, n_layer: 2, n_head: 4 },
      { num_attention_heads: 2 },
      'linear biases',
    ],
    ['t5', t5, { num_attention_heads: 2 }, 'cross-attention'],
    ['t5', t5, { layers: [{}] }, 'encoder and a decoder'],
    [
      'gpt2 by layer',
      {
        model_type: 'gpt2',
        n_embd: 32,
        n_layer: 2,
        n_head: 4,
        scale_attn_by_inverse_layer_idx: true,
      },
      { layers: [{}] },
      'number of the layer',
    ],
  ])('of %s is refused where its function would be another', (_, base, own, reason) => {
    expect(problemsOf({ base, ...own }).join()).toContain(reason);
  });

  it('tells what is wrong with its config, and what is ignored there', () => {
    expect(problemsOf({ base: { ...LLAMA, hidden_size: -1 } })).toEqual([
      'base.hidden_size: -1: expected a whole number from 1 to 65536',
    ]);
    expect(problemsOf({ base: 1 })).toEqual(['base: 1: expected a Hugging Face config, an object']);
    const { warnings } = read({ base: { ...LLAMA, hiden_size: 1 }, feed_forward_widht: 3 });
    expect(warnings.map(({ path }) => path).sort()).toEqual([
      'base.hiden_size',
      'feed_forward_widht',
    ]);
  });
});
