import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { quickSchema, type CheckOf } from '../../src/formats/ready-check.ts';
import { READY_CHECKS } from '../../src/formats/ready-checks.ts';
import { READY_CONFIG_CHECKS } from '../../src/formats/ready-config-checks.ts';
import { CANDIDATE_FORMATS } from '../../src/formats/registry.ts';
import { CONFIGS } from './hugging-face/configs.ts';
import { dictionary, huggingFace, hwGpt, lts, spec, specOf } from './specs.ts';

const schemas = new Map<string, object>();
const collect: CheckOf = (name, schema) => {
  schemas.set(name, quickSchema(schema()));
  return (value): value is never => value === undefined;
};
for (const { quicken } of CANDIDATE_FORMATS) quicken(collect);

const RECORDS: readonly object[] = [
  spec(),
  spec({ vocab_size: 0 }),
  spec({ id: ' a' }),
  specOf({ operation_type: 'DSC', operation_parameter: 4 }),
  { id: 3, completed: true, hparams: { use_tpu: true, model_hparam_overrides: spec() } },
  { id: 3, notes: 'x', hparams: { model_hparam_overrides: spec() } },
  dictionary(),
  lts(),
  lts({ d_model: -1 }),
  hwGpt(),
  huggingFace(),
  ...Object.values(CONFIGS),
];

describe('the checks of the build', () => {
  const ready = new Map([...READY_CHECKS, ...READY_CONFIG_CHECKS]);

  test('are those that the forms ask for: catches a form that is slow since nobody built its check', () => {
    expect([...ready.keys()].sort()).toEqual([...schemas.keys()].sort());
  });

  test('say of every record, and fill in, what ajv does by the schema of today: catches a check of yesterday', () => {
    const ajv = new Ajv2020({
      useDefaults: true,
      discriminator: true,
      strict: false,
      meta: false,
      validateSchema: false,
    });
    let accepted = 0;
    for (const [name, schema] of schemas) {
      const check = ajv.compile(schema);
      for (const record of RECORDS) {
        const [own, other] = [structuredClone(record), structuredClone(record)];
        const verdict = ready.get(name)?.(own);
        expect([name, verdict, own]).toEqual([name, check(other), other]);
        if (verdict === true) accepted += 1;
      }
    }
    expect(accepted).toBeGreaterThan(20);
  });
});
