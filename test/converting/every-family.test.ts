import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { architectureKey } from '../../src/architecture/architecture-key.ts';
import { CLASS_NAMES } from '../../src/converting/class-names.ts';
import { compareModels } from '../../src/converting/compare-models.ts';
import { convertArchitecture } from '../../src/converting/convert-architecture.ts';
import { readConfig } from '../../src/converting/fit-config.ts';
import { toHuggingFace } from '../../src/converting/to-hugging-face.ts';
import { HUGGING_FACE_FAMILIES } from '../../src/formats/hugging-face/families.ts';
import { readRecord } from '../../src/formats/registry.ts';
import { CONFIGS } from '../formats/hugging-face/configs.ts';
import { configsOf } from './families-of-configs.ts';

const FAMILIES = [...HUGGING_FACE_FAMILIES.values()];

function read(record: object) {
  return readRecord(record, { source: 'a', defaultId: 'a', build: 'declared' });
}

/** The config that a record is given back as. */
function givenBack(record: object): Record<string, unknown> {
  const { candidate } = read(structuredClone(record));
  if (candidate === undefined) throw new Error('refused');
  const converted = convertArchitecture(candidate.architecture, 'hugging-face', record);
  if (!converted.ok) throw new Error(converted.reason);
  expect(converted.value.isOriginal).toBe(true);
  return { ...converted.value.spec };
}

describe('a config that was read', () => {
  it.each(FAMILIES.map((family) => [family.modelType, family] as const))(
    '%s is given back with all of its keys and read as the same model, and its architecture alone gives one that is the same, or a reason',
    (modelType, family) => {
      let readable = 0;
      let expressed = 0;
      fc.assert(
        fc.property(configsOf(family), (config) => {
          const architecture = readConfig(family, config);
          if (architecture === undefined) return;
          readable += 1;
          const back = givenBack({ ...config, id: 'x', scores: { loss: 1 }, made_up: [1] });
          const { architectures, ...rest } = back;
          expect(rest).toEqual({ ...config, made_up: [1] });
          expect(architectures).toEqual(
            CLASS_NAMES[modelType] === undefined ? undefined : [CLASS_NAMES[modelType]],
          );
          const again = read(back).candidate?.architecture;
          expect(again === undefined ? '' : architectureKey(again)).toBe(
            architectureKey(architecture),
          );
          const fitted = toHuggingFace(architecture);
          if (!fitted.ok) return;
          expressed += 1;
          const own = read(fitted.value.config).candidate?.architecture;
          if (own === undefined) throw new Error('its config is refused');
          expect(compareModels(architecture, own)).toEqual([]);
        }),
        { numRuns: 12 },
      );
      expect(readable).toBeGreaterThan(0);
      // All have a config without the record that they came from, but for some of GPT-2 and MobileBERT.
      expect(expressed / readable).toBeGreaterThanOrEqual(0.5);
    },
  );

  it.each(Object.entries(CONFIGS))(
    '%s, as published, follows from its architecture alone: catches a key that is not written',
    (_, config) => {
      const architecture = read({ ...config }).candidate?.architecture;
      if (architecture === undefined) throw new Error('refused');
      const fitted = toHuggingFace(architecture);
      if (!fitted.ok) throw new Error(fitted.reason);
      const own = read(fitted.value.config).candidate?.architecture;
      // Mistral's model is that of a Llama of the same sizes; weights are named alike.
      expect(own === undefined ? '' : architectureKey(own)).toBe(architectureKey(architecture));
    },
  );
});

describe('a config without what transformers needs', () => {
  it('gets its type from its class', () => {
    const { model_type: _, ...config } = CONFIGS['bert-base-uncased'];
    expect(givenBack({ ...config, architectures: ['BertForMaskedLM'] })).toEqual({
      ...CONFIGS['bert-base-uncased'],
      architectures: ['BertForMaskedLM'],
    });
  });

  it('keeps the class that it names, and gets one in place of null', () => {
    const config = { ...CONFIGS['Qwen2-0.5B'], architectures: ['Qwen2ForCausalLM'] };
    expect(givenBack(config)).toEqual(config);
    expect(givenBack({ ...config, architectures: null })).toEqual(config);
  });
});
