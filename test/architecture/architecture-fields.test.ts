import { describe, expect, test } from 'vitest';
import { ARCHITECTURE_FIELDS, fieldOf } from '../../src/architecture/architecture-fields.ts';
import { CONFIGS } from '../formats/hugging-face/configs.ts';
import { candidateOf, spec } from '../formats/specs.ts';

const valuesOf = (record: object, fields: readonly string[]): unknown[] => {
  const { architecture } = candidateOf(record);
  return fields.map((field) => fieldOf(architecture, field));
};

describe('fieldOf', () => {
  test('tells what families differ in: catches a field that says the default of another', () => {
    const fields = ['num_key_value_heads', 'head_size', 'norm_kind', 'gated', 'num_experts'];
    expect(valuesOf(CONFIGS['Mixtral-8x7B-v0.1'], fields)).toEqual([8, 128, 'rms-norm', 'true', 8]);
    expect(valuesOf(CONFIGS['gemma-2b'], fields)).toEqual([1, 256, 'rms-norm', 'true', 0]);
    expect(valuesOf(spec(), fields)).toEqual([4, 32, 'layer-norm', 'false', 0]);
  });

  test('of blocks that differ it is the list of theirs', () => {
    const config = { ...CONFIGS['t5-small'], num_layers: 1, num_decoder_layers: 2 };
    expect(valuesOf(config, ['stack'])).toEqual(['encoder,decoder,decoder']);
    expect(valuesOf(CONFIGS.gpt2, ['stack', 'tied_head', 'parallel'])).toEqual([
      'single',
      'true',
      'false',
    ]);
    expect(valuesOf(CONFIGS['phi-2'], ['parallel', 'tied_head'])).toEqual(['true', 'false']);
    expect(valuesOf(CONFIGS['albert-base-v2'], ['shared_weights'])).toEqual(['true']);
  });

  test('no value of any field of any family is missing, and no other name is a field', () => {
    for (const config of Object.values(CONFIGS)) {
      expect(valuesOf(config, ARCHITECTURE_FIELDS)).not.toContain(undefined);
    }
    expect(valuesOf(spec(), ['toString', 'depht'])).toEqual([undefined, undefined]);
  });
});
