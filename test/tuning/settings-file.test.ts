import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatProblem } from '../../src/problem.ts';
import {
  formatSettingsFile,
  readSettingsFile,
  SETTINGS_VERSION,
  type SettingsFile,
} from '../../src/tuning/settings-file.ts';
import { valueOf } from '../evaluation/value-of.ts';

const SETTINGS: SettingsFile = {
  settingsVersion: SETTINGS_VERSION,
  settings: {
    balance: { attention: 0.65, feedForward: 0.35, embedding: 0 },
    capacity: 'zerolm',
    initialization: 'normal',
    mode: 'expected',
    build: 'declared',
  },
  origin: {
    strategy: 'sampling',
    inputs: ['specs.json'],
    truth: { source: 'truth.csv', column: 'accuracy', direction: 'higher-is-better' },
    candidates: 100,
    labelled: 60,
    looked: 20,
    correlation: 'kendall',
    seed: 3,
    seen: { n: 20, kendallTauB: 0.7, spearman: 0.8 },
    unseen: null,
    version: '0.1.0',
  },
};

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'zerolm-settings-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function file(content: unknown): string {
  const path = join(folder, 'settings.json');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

async function problemsOf(content: unknown): Promise<string> {
  const read = await readSettingsFile(file(content));
  return read.ok ? 'none' : read.reason.map(formatProblem).join('\n');
}

describe('formatSettingsFile(content) and readSettingsFile(path)', () => {
  it('give back what was written, in the same bytes every time: catches a date', async () => {
    const text = formatSettingsFile(SETTINGS);
    expect(valueOf(await readSettingsFile(file(text)))).toEqual(SETTINGS);
    expect(formatSettingsFile(valueOf(await readSettingsFile(file(text))))).toBe(text);
  });

  it.each([
    [
      'another version',
      { ...SETTINGS, settingsVersion: 2 },
      /settingsVersion: 2: expected 1, .*write the file anew/,
    ],
    [
      'no version',
      { settings: SETTINGS.settings },
      /settingsVersion: no settingsVersion: expected a settings file/,
    ],
    ['a spec', { hidden_size: 128 }, /expected a settings file, as zerolm tune --out writes it/],
    ['a list', [1], /expected a settings file/],
    ['a number', 7, /7: expected a settings file/],
    ['null', 'null', /expected a settings file/],
    ['nothing', ' ', /empty: expected a settings file/],
    ['no JSON', '{"settingsVersion": 1,}', /settings\.json:1:23: not JSON/],
    ['an unknown key', { ...SETTINGS, alpha: 1 }, /settings\.json: alpha: unknown key$/],
    [
      'a misspelt key',
      { ...SETTINGS, settings: { ...SETTINGS.settings, capacty: 'params' } },
      /settings\.capacty: unknown key; did you mean capacity\?/,
    ],
    [
      'a wrong type',
      {
        ...SETTINGS,
        settings: {
          ...SETTINGS.settings,
          balance: { ...SETTINGS.settings.balance, attention: '1' },
        },
      },
      /settings\.balance\.attention: "1": expected a finite number/,
    ],
    [
      'an infinite coefficient',
      formatSettingsFile(SETTINGS).replace('0.65', '1e999'),
      /settings\.balance\.attention: Infinity: expected a finite number/,
    ],
    [
      'coefficients of 0',
      {
        ...SETTINGS,
        settings: { ...SETTINGS.settings, balance: { attention: 0, feedForward: 0, embedding: 0 } },
      },
      /settings\.balance: an object: expected at least one coefficient that is not 0/,
    ],
    [
      'a missing coefficient',
      {
        ...SETTINGS,
        settings: { ...SETTINGS.settings, balance: { attention: 1, feedForward: 0 } },
      },
      /settings\.balance\.embedding: missing: expected a finite number/,
    ],
    [
      'an unknown mode',
      { ...SETTINGS, settings: { ...SETTINGS.settings, mode: 'guessed' } },
      /settings\.mode: "guessed": expected "expected", "sampled" or "weights"/,
    ],
    ['no origin', { ...SETTINGS, origin: undefined }, /origin: missing: expected an object/],
    [
      'a correlation above 1',
      { ...SETTINGS, origin: { ...SETTINGS.origin, seen: { n: 1, kendallTauB: 2, spearman: 0 } } },
      /origin\.seen\.kendallTauB: 2: expected a number from -1 to 1/,
    ],
  ])(
    'refuse %s with path and value: catches a default in its place',
    async (_, content, message) => {
      expect(await problemsOf(content)).toMatch(message);
    },
  );

  it('names all problems at once: catches stopping at the first', async () => {
    const settings = { ...SETTINGS.settings, mode: 1, build: 2, more: 3 };
    expect((await problemsOf({ ...SETTINGS, settings })).split('\n').length).toBe(3);
  });

  it('refuses a file that is not there: catches a crash', async () => {
    const read = await readSettingsFile(join(folder, 'none.json'));
    expect(read).toMatchObject({ ok: false, reason: [{ message: 'no such file or directory' }] });
  });
});
