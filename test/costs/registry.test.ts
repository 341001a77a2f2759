import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { countParameters } from '../../src/architecture/parameter-counts.ts';
import { inventory } from '../../src/architecture/inventory.ts';
import { peakActivations } from '../../src/costs/peak-activations.ts';
import { activeParamsCost } from '../../src/costs/active-params-cost.ts';
import { flopsCost } from '../../src/costs/flops-cost.ts';
import { memoryCost } from '../../src/costs/memory-cost.ts';
import { paramsCost } from '../../src/costs/params-cost.ts';
import { COST_NAMES, COSTS } from '../../src/costs/registry.ts';
import { multiplyAdds } from '../../src/proxies/flops.ts';
import { ROOT } from '../cli/run.ts';
import { candidateOf, spec } from '../formats/specs.ts';

const { architecture } = candidateOf(spec());
const parameters = countParameters(inventory(architecture, 'normal')).total;
const settings = { batch: 2, sequenceLength: 64 };

describe('the costs', () => {
  it('are those of the folder, by their names: catches a file that nobody can ask for', () => {
    const files = readdirSync(join(ROOT, 'src', 'costs')).filter((name) =>
      name.endsWith('-cost.ts'),
    );
    expect(files.sort()).toEqual(COST_NAMES.map((name) => `${name}-cost.ts`).sort());
    for (const [name, cost] of Object.entries(COSTS)) expect(cost.name).toBe(name);
  });

  it('count what they say: catches a cost under the name of another, bits for bytes', () => {
    const model = { architecture, parameters };
    const counted = [flopsCost, paramsCost, activeParamsCost, memoryCost].map((cost) =>
      cost.count(model, settings),
    );
    expect(counted).toEqual([
      { ok: true, value: multiplyAdds(architecture, 64) },
      { ok: true, value: parameters },
      { ok: true, value: parameters },
      { ok: true, value: 4 * (parameters + peakActivations(architecture, settings)) },
    ]);
  });

  it('of a checkpoint are its parameters alone: catches a guess at how it is put together', () => {
    const checkpoint = { architecture: null, parameters: 7 };
    expect(paramsCost.count(checkpoint, settings)).toEqual({ ok: true, value: 7 });
    for (const cost of [flopsCost, activeParamsCost, memoryCost]) {
      expect(cost.count(checkpoint, settings)).toMatchObject({
        ok: false,
        reason: expect.stringContaining('its params are known') as string,
      });
    }
  });

  it('have no memory for a sequence that the model cannot take: catches a pass that nobody can run', () => {
    const long = { batch: 1, sequenceLength: 513 };
    expect(memoryCost.count({ architecture, parameters }, long)).toEqual({
      ok: false,
      reason: 'a sequence of 513 is longer than its 512 positions',
    });
  });

  it('say what they depend on: catches a setting that a title leaves out', () => {
    expect(memoryCost.describe(settings)).toContain('2 x 64 tokens');
    expect(memoryCost.describe({ ...settings, dtype: 'int4', context: 4096 })).toBe(
      'bytes in int4 of weights and a pass over 2 x 64 tokens, context 4096',
    );
    expect(flopsCost.describe(settings)).toContain('64');
    expect(paramsCost.dependsOn).toEqual([]);
  });
});
