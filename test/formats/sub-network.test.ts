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

  const adapter = { r: 8, target_modules: ['q_proj', 'down_proj'] };
  /** Ranks beside the layers of blocks, by the names of modules. */
  function ranksOf(record: object): Record<string, number>[] {
    const { candidate, problems } = read({ base: LLAMA, ...record });
    expect(problems).toEqual([]);
    return (candidate?.architecture.blocks ?? []).map(({ adapter: own }) =>
      Object.fromEntries((own ?? []).map(({ module, rank }) => [module, rank])),
    );
  }

  it('has the rank of a layer before that of all layers, and that before the one of the adapter', () => {
    expect(ranksOf({ adapter, layers: [{}] })).toEqual([{ q_proj: 8, down_proj: 8 }]);
    const layers = [{}, { lora_rank: 3 }, { lora_rank: { q_proj: 2 } }];
    expect(ranksOf({ adapter, lora_rank: { down_proj: 5 }, layers })).toEqual([
      { q_proj: 8, down_proj: 5 },
      { q_proj: 3, down_proj: 3 },
      { q_proj: 2, down_proj: 5 },
    ]);
  });

  it('has the adapter of a dropped layer nowhere, and that of a narrower layer as narrow', () => {
    const layers = [{ feed_forward_width: 24, num_attention_heads: 2 }, { index: 2 }];
    const { candidate } = read({ base: LLAMA, adapter, layers });
    if (candidate === undefined) throw new Error('no candidate');
    const own = inventory(candidate.architecture, 'normal').filter(({ path }) =>
      path.includes('lora_'),
    );
    expect(own.map(({ shape }) => shape)).toEqual([
      [8, 32],
      [8, 8],
      [8, 24],
      [32, 8],
      [8, 32],
      [32, 8],
      [8, 64],
      [32, 8],
    ]);
  });

  it('takes the config of an adapter as PEFT writes it, and tells what it leaves out of it', () => {
    const peft = { ...adapter, peft_type: 'LORA', lora_alpha: 16, lora_dropout: 0.1 };
    expect(read({ base: LLAMA, adapter: peft }).warnings).toEqual([]);
    const { warnings } = read({ base: LLAMA, adapter: { ...peft, use_dora: true } });
    expect(warnings.map(({ path }) => path)).toEqual(['adapter.use_dora']);
  });

  it.each([
    [
      'a rank without an adapter',
      { layers: [{}, { lora_rank: 2 }] },
      'layers[1].lora_rank: there is no adapter of which to keep a rank: add "adapter"',
    ],
    [
      'a rank beyond that of the adapter',
      { adapter, lora_rank: 9 },
      'lora_rank: 9: expected at most 8, the rank of the adapter',
    ],
    [
      'a module that it does not have',
      { adapter, layers: [{ lora_rank: { k_proj: 2 } }] },
      'layers[0].lora_rank.k_proj: expected one of the modules of the adapter, q_proj or down_proj',
    ],
    [
      'a rank that is none',
      { adapter, lora_rank: 'all' },
      'lora_rank: "all": expected a rank, or an object of ranks by the names of modules, as {"q_proj": 8}',
    ],
    [
      'a module twice',
      { adapter: { r: 8, target_modules: ['q_proj', 'q_proj'] } },
      'adapter.target_modules[1]: "q_proj": expected each name once',
    ],
    [
      'a module that no layer has',
      { adapter: { r: 8, target_modules: ['c_attn'] } },
      'adapter.target_modules[0]: "c_attn": expected the name of a linear layer of a block, as q_proj, k_proj, v_proj, o_proj, gate_proj, up_proj, down_proj',
    ],
    [
      'an adapter that is none',
      { adapter: 8 },
      'adapter: 8: expected an object with "r" and "target_modules", as the adapter_config.json of PEFT',
    ],
  ])('is refused for %s', (_, own, problem) => {
    expect(problemsOf({ base: LLAMA, ...own })).toEqual([problem]);
  });
});
