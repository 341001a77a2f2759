import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { architectureKey } from '../../../src/architecture/architecture-key.ts';
import { inventory } from '../../../src/architecture/inventory.ts';
import { FOUND_KEY } from '../../../src/formats/common-keys.ts';
import { HUGGING_FACE_FAMILIES } from '../../../src/formats/hugging-face/families.ts';
import { candidateOf } from '../specs.ts';
import {
  OTHER_VALUES,
  SMALL_MODELS,
  STACK_AND_IMAGE_DEFAULTS,
  WEIGHTLESS_KEYS,
} from './stack-and-image-keys.ts';
import { weightsOf } from './weights-of.ts';

/** The keys of a family that describe a model, with the values that a config gets without them. */
function keysOf(model_type: string): { readonly names: string[]; readonly full: object } {
  const schema = HUGGING_FACE_FAMILIES.get(model_type)?.schema;
  if (!(schema instanceof z.ZodObject)) throw new Error('no object');
  const others = ['$schema', 'id', 'scores', FOUND_KEY, 'model_type', 'architectures'];
  const full: unknown = schema.parse({ model_type, ...SMALL_MODELS[model_type] });
  return {
    names: Object.keys(schema.shape).filter((key) => !others.includes(key)),
    full: typeof full === 'object' && full !== null ? full : {},
  };
}

describe.each(Object.entries(STACK_AND_IMAGE_DEFAULTS))('%s', (model_type, defaults) => {
  test('has the defaults of its configuration class, for each of its keys', () => {
    const patches = 'patch_size' in defaults ? { patch_size: defaults.patch_size } : {};
    const left = candidateOf({ model_type, ...patches }).architecture;
    const said = candidateOf({ model_type, ...defaults }).architecture;
    expect(architectureKey(left)).toBe(architectureKey(said));
    expect(JSON.stringify(inventory(left, 'normal'))).toBe(
      JSON.stringify(inventory(said, 'normal')),
    );
    const { names } = keysOf(model_type);
    expect(names.filter((key) => !(key in defaults) && key !== 'initializer_range')).toEqual([]);
  });

  test('has no key that changes nothing: catches one that is read and not used', () => {
    const config = { model_type, ...SMALL_MODELS[model_type] };
    const { names, full } = keysOf(model_type);
    const before = weightsOf(config);
    const key = architectureKey(candidateOf(config).architecture);
    for (const name of names) {
      const value: unknown = Reflect.get(full, name);
      const other =
        OTHER_VALUES[name] ??
        (typeof value === 'boolean'
          ? { [name]: !value }
          : { [name]: typeof value === 'number' ? value + 1 : 7 });
      const changed = { ...config, ...other };
      const isWeightless = WEIGHTLESS_KEYS[model_type]?.includes(name) === true;
      expect([name, weightsOf(changed) === before]).toEqual([name, isWeightless]);
      expect([name, architectureKey(candidateOf(changed).architecture) === key]).toEqual([
        name,
        false,
      ]);
    }
  });
});
