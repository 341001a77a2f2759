import { describe, expect, test } from 'vitest';
import { PROXIES } from '../../src/proxies/registry.ts';
import { peakActivations } from '../../src/costs/peak-activations.ts';
import { compileConstraint } from '../../src/search-space/constraint.ts';
import { QUANTITY_NAMES, quantitiesOf } from '../../src/search-space/quantities.ts';
import { readRecord } from '../../src/formats/registry.ts';
import { sampleFlexibertSpec } from '../../src/search-space/sample-flexibert-spec.ts';
import type { Architecture } from '../../src/architecture/architecture.ts';
import { scoresOf } from '../proxies/scores-of.ts';

function architecture(record: object): Architecture {
  const { candidate } = readRecord(record, { source: '', defaultId: 'x', build: 'declared' });
  if (candidate === undefined) throw new Error('refused');
  return candidate.architecture;
}

const models = [0, 1, 2, 3].map((index) => architecture(sampleFlexibertSpec(9, index)));
const layer = (heads: number, width: number): object => ({
  operation_type: 'SA',
  operation_parameter: 'SDP',
  num_operation_heads: heads,
  feed_forward_dimension: width,
  num_feed_forward: heads,
});
const mixed = architecture({
  hidden_size: 64,
  vocab_size: 100,
  embedding_size: 32,
  nas_config: { encoder_layers: [layer(2, 16), layer(4, 8)] },
});

describe('quantitiesOf', () => {
  test.each([
    ['params', 'params'],
    ['params_no_embedding', 'params-no-embedding'],
    ['flops', 'flops'],
    ['depth', 'depth'],
  ] as const)(
    'gives for %s what the proxy %s gives: catches one name for two things',
    async (name, proxy) => {
      const named = PROXIES.get(proxy);
      expect(models.map((model) => quantitiesOf(model, [name])[name])).toEqual(
        named && (await scoresOf(named, models)),
      );
    },
  );

  test('takes the largest of what blocks differ in', () => {
    const names = [
      'hidden_size',
      'num_attention_heads',
      'feed_forward_width',
      'feed_forward_stack',
      'vocab_size',
      'embedding_size',
    ] as const;
    const values = quantitiesOf(mixed, names);
    expect(names.map((name) => values[name])).toEqual([64, 4, 16, 4, 100, 32]);
  });

  test('gives the memory that the cost counts, and what a token keeps and is computed with', () => {
    const mixtral = architecture({
      model_type: 'mixtral',
      vocab_size: 100,
      hidden_size: 32,
      num_hidden_layers: 2,
      num_attention_heads: 4,
      num_key_value_heads: 2,
      intermediate_size: 48,
      num_local_experts: 4,
      num_experts_per_tok: 1,
    });
    const names = ['params', 'active_params', 'memory', 'kv_cache'] as const;
    const { params, active_params, memory, kv_cache } = quantitiesOf(mixtral, names);
    expect(params - active_params).toBe(2 * 3 * 3 * 32 * 48);
    const pass = { batch: 1, sequenceLength: 128 };
    expect(memory).toBe(4 * (params + peakActivations(mixtral, pass)));
    // Keys and values of two heads of eight numbers, of two layers.
    expect(kv_cache).toBe(4 * 2 * 2 * 2 * 8);
    expect(quantitiesOf(mixed, ['kv_cache']).kv_cache).toBe(0);
  });

  test('the sub-modules and the rest add up to all parameters', () => {
    for (const model of models) {
      const all = quantitiesOf(model, QUANTITY_NAMES);
      const sum = all.attention_params + all.feed_forward_params + all.embedding_params;
      expect(sum).toBe(all.params);
    }
  });
});

describe('compileConstraint', () => {
  test.each([
    ['depth <= 2', true],
    ['depth < 2', false],
    ['depth >= 2', true],
    ['depth > 1 + 1', false],
    ['depth == 2', true],
    ['2 == depth', true],
    ['vocab_size <= 0.1k', true],
    ['vocab_size < .1K', false],
    ['params <= 15M', true],
    ['params*1e3 >= 1.5m', true],
    ['params >= 1B', false],
    ['memory < 1G', true],
    ['active_params == params', true],
    ['depth * hidden_size <= 2^7', true],
  ])('%s is %s of a small model', (text, expected) => {
    const constraint = compileConstraint(text);
    expect(constraint.ok && constraint.value.holds(mixed)).toEqual({ ok: true, value: expected });
  });

  test.each([
    ['', /expected two formulas with one of <= >= == < > between them/],
    ['params', /expected two formulas/],
    ['params = 3', /expected two formulas/],
    ['params != 3', /expected two formulas/],
    ['params ≤ 3', /expected two formulas/],
    ['1 < depth < 3', /expected two formulas/],
    ['parms <= 3', /left of <=: .*unknown name "parms", did you mean "params"/],
    ['params <= ', /right of <=: the formula is empty/],
    ['params <= 15Q', /right of <=: /],
    ['params <= process.exit()', /right of <=: /],
  ])('refuses "%s" with what was expected', (text, reason) => {
    const constraint = compileConstraint(text);
    expect(constraint.ok ? '' : constraint.reason).toMatch(reason);
  });

  test.each(['1 / (depth - 2) <= 5', 'sqrt(0 - depth) <= 5', 'params <= 0 / 0'])(
    'gives for "%s" no answer but a reason: catches a comparison with NaN taken for false',
    (text) => {
      const constraint = compileConstraint(text);
      const held = constraint.ok ? constraint.value.holds(mixed) : undefined;
      expect(held?.ok === false && held.reason).toContain('not both finite');
    },
  );
});
