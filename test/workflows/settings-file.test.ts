import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatSettingsFile } from '../../src/tuning/settings-file.ts';
import { evaluate } from '../../src/workflows/evaluate.ts';
import { explain } from '../../src/workflows/explain.ts';
import { rank } from '../../src/workflows/rank.ts';
import { score } from '../../src/workflows/score.ts';
import { tune, type TuneRequest } from '../../src/workflows/tune.ts';
import { problemsOf, valueOf, warningsOf } from './outcomes.ts';

const TINY = 'fixtures/bert-family/bert-tiny.json';

let folder = '';
let path = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'zerolm-settings-'));
  path = join(folder, 'settings.json');
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Writes the settings that a balance without labels gives. */
async function write(request: Partial<TuneRequest> = {}): Promise<void> {
  const inputs = ['fixtures/flexibert-candidates'];
  const { settingsFile } = valueOf(await tune({ inputs, strategy: 'label-free', ...request }));
  writeFileSync(path, formatSettingsFile(settingsFile));
}

describe('the settings of a request', () => {
  it('lets fields go before the file, with a warning: catches a silent contradiction', async () => {
    await write();
    const alpha = await score({ input: TINY, settings: path, alpha: 0.5 });
    expect(valueOf(alpha).document.settings.balance).toMatchObject({ attention: 0.5 });
    expect(warningsOf(alpha)).toBe(`--alpha: overrides the balance of ${path}`);
    const same = await score({
      ...{ input: TINY, settings: path },
      ...{ capacity: 'zerolm', mode: 'expected' },
    });
    expect(warningsOf(same)).toBe('');
  });

  it('keeps which experts counted, for every workflow: catches a balance of other capacities', async () => {
    const mixture = join(folder, 'mixtures.ndjson');
    const sizes = { hidden_size: 24, num_attention_heads: 4, num_key_value_heads: 2 };
    const lines = [2, 3, 4].map((layers) =>
      JSON.stringify({
        ...{ id: `m${layers}`, model_type: 'mixtral', num_local_experts: 4, vocab_size: 50 },
        ...{ ...sizes, num_hidden_layers: layers, intermediate_size: 16 * layers },
      }),
    );
    writeFileSync(mixture, lines.join('\n'));
    await write({ inputs: [mixture], experts: 'routed' });
    const truth = join(folder, 'experts.csv');
    writeFileSync(truth, 'id,acc\nm2,1\nm3,2\nm4,3\n');
    const [inputs, settings] = [[mixture] as const, path];
    for (const workflow of [
      (own: object) => score({ input: mixture, id: 'm2', settings, ...own }),
      (own: object) => rank({ inputs, settings, ...own }),
      (own: object) => evaluate({ inputs, truth, resamples: 100, settings, ...own }),
      (own: object) => explain({ inputs, id: ['m2', 'm3'], settings, ...own }),
    ]) {
      expect(valueOf(await workflow({})).document.settings.experts).toBe('routed');
      expect(warningsOf(await workflow({ experts: 'all' }))).toContain(
        `--experts: overrides routed of ${path}: its balance was chosen with that`,
      );
    }
    await write({ inputs: [mixture] });
    expect(readFileSync(path, 'utf8')).not.toContain('experts');
    expect(warningsOf(await rank({ inputs, settings, experts: 'routed' }))).toContain(
      `--experts: overrides all of ${path}`,
    );
    writeFileSync(path, readFileSync(path, 'utf8').replace('"mode"', '"experts": "some", "mode"'));
    expect(problemsOf(await rank({ inputs, settings }))).toMatch(
      /settings\.experts: "some": expected "all" or "routed"/,
    );
  });

  it('refuses a file of another version, an unknown key, a wrong type: catches a default instead', async () => {
    await write();
    const good = readFileSync(path, 'utf8');
    const bad = join(folder, 'bad.json');
    for (const [from, to, message] of [
      ['"settingsVersion": 1', '"settingsVersion": 2', /bad\.json: settingsVersion: 2: expected 1/],
      ['"mode"', '"mod"', /settings\.mod: unknown key; did you mean mode\?/],
      ['"zerolm"', '7', /settings\.capacity: 7: expected a text/],
      ['"zerolm"', '"zerlm"', /bad\.json: settings\.capacity: .*did you mean zerolm/],
    ] as const) {
      expect(good).toContain(from);
      writeFileSync(bad, good.replace(from, to));
      expect(problemsOf(await score({ input: TINY, settings: bad }))).toMatch(message);
      expect(problemsOf(await rank({ inputs: [TINY], settings: bad }))).toMatch(message);
    }
    expect(problemsOf(await score({ input: TINY, settings: join(folder, 'none.json') }))).toMatch(
      /none\.json: no such file/,
    );
  });
});
