import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adapterParameters, withAdapters } from '../../src/architecture/adapted-blocks.ts';
import type { Architecture } from '../../src/architecture/architecture.ts';
import { architectureKey } from '../../src/architecture/architecture-key.ts';
import { inventory } from '../../src/architecture/inventory.ts';
import { MatrixLists } from '../../src/architecture/matrix-lists.ts';
import { countParameters } from '../../src/architecture/parameter-counts.ts';
import { sizeOf } from '../../src/architecture/weight.ts';
import { multiplyAdds } from '../../src/proxies/flops.ts';
import { ClosedForm } from '../../src/scoring/closed-form.ts';
import { scoreArchitecture } from '../../src/scoring/score-architecture.ts';
import { DEFAULT_SETTINGS } from '../../src/scoring/score-settings.ts';
import { valueOf } from '../evaluation/value-of.ts';
import { candidateOf } from '../formats/specs.ts';
import { adaptedArchitectures } from './adapted-architectures.ts';

const LLAMA = candidateOf({
  model_type: 'llama',
  vocab_size: 100,
  hidden_size: 32,
  num_hidden_layers: 2,
  num_attention_heads: 8,
  num_key_value_heads: 4,
  intermediate_size: 64,
}).architecture;

/** The shapes of the adapters of a model by their names in it. */
function adaptersOf(architecture: Architecture): Record<string, readonly number[]> {
  const own = inventory(architecture, 'normal').filter(({ path }) => path.includes('.lora_'));
  return Object.fromEntries(own.map(({ path, shape }) => [path, shape]));
}

describe('a low-rank adapter', () => {
  it('is two matrices beside each layer that it names, as PEFT stores them', () => {
    const adapters = [
      [
        { module: 'k_proj', rank: 3 },
        { module: 'mlp.down_proj', rank: 5 },
      ],
      [{ module: 'k_proj', rank: 2 }],
    ];
    const adapted = valueOf(withAdapters(LLAMA, adapters));
    expect(adaptersOf(adapted)).toEqual({
      'model.layers.0.self_attn.k_proj.lora_A.weight': [3, 32],
      'model.layers.0.self_attn.k_proj.lora_B.weight': [16, 3],
      'model.layers.0.mlp.down_proj.lora_A.weight': [5, 64],
      'model.layers.0.mlp.down_proj.lora_B.weight': [32, 5],
      'model.layers.1.self_attn.k_proj.lora_A.weight': [2, 32],
      'model.layers.1.self_attn.k_proj.lora_B.weight': [16, 2],
    });
    expect(adapterParameters(adapted)).toBe(3 * (32 + 16) + 5 * (64 + 32) + 2 * (32 + 16));
  });

  it('is beside a matrix that holds several projections as well', () => {
    const gpt2 = candidateOf({ model_type: 'gpt2', n_embd: 32, n_layer: 1, n_head: 4 });
    const adapted = withAdapters(gpt2.architecture, [[{ module: 'c_attn', rank: 4 }]]);
    expect(Object.values(adaptersOf(valueOf(adapted)))).toEqual([
      [4, 32],
      [96, 4],
    ]);
  });

  it('adds its weights and multiply-adds, and changes no others, in any model: catches a part that is left out', () => {
    fc.assert(
      fc.property(adaptedArchitectures, ({ plain, adapted }) => {
        const weights = inventory(adapted, 'normal');
        const added = weights.filter(({ path }) => /\.lora_[AB]\.weight$/.test(path));
        const others = weights.filter((weight) => !added.includes(weight));
        expect(others).toEqual(inventory(plain, 'normal'));
        const sum = added.reduce((total, weight) => total + sizeOf(weight), 0);
        expect(adapterParameters(adapted)).toBe(sum);
        if (plain.blocks.some(({ pooling }) => pooling !== null)) return;
        const more = multiplyAdds(adapted, 16) - multiplyAdds(plain, 16);
        expect(Math.abs(more - sum)).toBeLessThan(1e-9 * multiplyAdds(adapted, 16) + 1e-9);
      }),
    );
  });

  it('counts in closed form and in lists of matrices as in the inventory', () => {
    const form = new ClosedForm(DEFAULT_SETTINGS);
    const lists = new MatrixLists(() => 'normal');
    fc.assert(
      fc.property(adaptedArchitectures, ({ plain, adapted }) => {
        for (const architecture of [plain, adapted]) {
          const weights = inventory(architecture, 'normal');
          const slow = scoreArchitecture(architecture, DEFAULT_SETTINGS);
          const fast = form.score(architecture);
          expect(fast.ok && fast.value.score).toBe(slow.ok && slow.value.score);
          if (fast.ok) expect(fast.value.parameters).toEqual(countParameters(weights));
          const matrices = weights.filter(({ counts }) => counts === 'capacity');
          expect(lists.of(architecture).flat()).toEqual(matrices);
        }
      }),
    );
  });

  it('makes another model of another rank or another module', () => {
    const keys = [
      [{ module: 'q_proj', rank: 2 }],
      [{ module: 'q_proj', rank: 3 }],
      [{ module: 'v_proj', rank: 2 }],
    ].map((own) => architectureKey(valueOf(withAdapters(LLAMA, [own, own]))));
    expect(new Set([...keys, architectureKey(LLAMA)]).size).toBe(4);
  });

  it('is refused where no layer has that name, or its layers can have none', () => {
    const none = withAdapters(LLAMA, [[{ module: 'proj', rank: 1 }]]);
    expect(none).toEqual({
      ok: false,
      reason: {
        module: 'proj',
        message:
          'expected the name of a linear layer of a block, as q_proj, k_proj, v_proj, o_proj, gate_proj, up_proj, down_proj',
      },
    });
    const mixtral = candidateOf({
      model_type: 'mixtral',
      hidden_size: 32,
      num_hidden_layers: 1,
      num_attention_heads: 4,
      num_key_value_heads: 4,
      intermediate_size: 64,
    }).architecture;
    expect(withAdapters(mixtral, [[{ module: 'q_proj', rank: 1 }]])).toMatchObject({
      ok: false,
      reason: { module: null },
    });
  });
});
