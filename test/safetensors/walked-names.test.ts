import { describe, expect, it } from 'vitest';
import { inventory } from '../../src/architecture/inventory.ts';
import { NAMINGS } from '../../src/architecture/naming-tables.ts';
import { readConfig } from '../../src/converting/fit-config.ts';
import { HUGGING_FACE_FAMILIES } from '../../src/formats/hugging-face/families.ts';
import { NameLookup, parseName } from '../../src/safetensors/name-lookup.ts';
import { nameTables } from '../../src/safetensors/every-name-table.ts';
import { walkedNames } from '../../src/safetensors/walked-names.ts';
import { candidateOf } from '../formats/specs.ts';
import { CONFIGS } from '../formats/hugging-face/configs.ts';

describe('walkedNames(naming, family)', () => {
  // ALBERT numbers groups of blocks, and blocks inside them: it has a table of its own.
  const walked = Object.entries(CONFIGS).filter(([, { model_type }]) => model_type !== 'albert');

  it.each(walked)(
    'places every weight of %s where the inventory has it: catches a part that no walk went through',
    (_, config) => {
      const { architecture } = candidateOf(config);
      const { naming, family } = architecture;
      const lookup = new NameLookup(walkedNames(naming, family));
      for (const { path, subModule, block } of inventory(architecture, 'normal')) {
        const found = lookup.find(parseName(path));
        expect(found?.rule.part, path).toBe(subModule);
        // A decoder counts on where the encoder ends; a convolution has no number.
        if (found?.rule.stack === 0 && found.block !== null && naming !== 'deberta-v2') {
          expect(found.block, path).toBe(block);
        }
      }
    },
  );

  it('marks what writes to the residual stream, and tables that are added to scores', () => {
    const { stacks } = walkedNames('t5', 'encoder-decoder');
    const { residual, plain } = stacks['encoder.block'] ?? {};
    expect(residual).toEqual(
      expect.arrayContaining(['layer.#.SelfAttention.o', 'layer.#.DenseReluDense.wo']),
    );
    expect(plain).toEqual(
      expect.arrayContaining([
        'layer.#.SelfAttention.relative_attention_bias',
        'layer.#.SelfAttention.q_norm',
      ]),
    );
    expect(plain).not.toContain('layer.#.SelfAttention.q');
  });
});

describe('the tables of names', () => {
  it('are of every naming, and take the family of its models: catches a new one with another balance', () => {
    for (const family of HUGGING_FACE_FAMILIES.values()) {
      const model = readConfig(family, { model_type: family.modelType });
      const table = nameTables().find(({ name }) => name === model?.naming);
      if (model !== undefined && table !== undefined) {
        expect([family.modelType, table.family]).toEqual([family.modelType, model.family]);
      }
    }
    // No config of a family has this naming by default.
    const ofHat = nameTables().find(({ name }) => name === 'bart-two-vocabularies');
    expect(ofHat?.family).toBe('encoder-decoder');
    expect(NAMINGS.length).toBeGreaterThan(10);
  });
});
